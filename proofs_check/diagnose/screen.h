// A quick look at a hypothesis, in double.
#pragma once

#include <quantcheck/proofs_check/exact/hypothesis.h>

namespace quantcheck::check {

/// The largest excess over the box, in steps, of any decision of the case; at least 0. Computed in double,
/// for ranking only. Infinity where the Hessian does not factor in double.
double largest_excess_in_double(const Case& c, const Hypothesis& hypothesis);

}  // namespace quantcheck::check
