// A quick estimate, in double, of how well codes fit a hypothesis.
#pragma once

#include <quantcheck/proofs_check/exact/hypothesis.h>

namespace quantcheck::check {

/// The largest excess of any decision of the case beyond its box, in scales; at least 0. It is computed in
/// double, for ranking only. It is infinite where the Hessian does not factor in double.
double largest_excess_in_double(const Case& c, const Hypothesis& hypothesis);

}  // namespace quantcheck::check
