// The case that codes of exact arithmetic are made for, for layers of any size.
#pragma once

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/quantize/options.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// The layer with its dead inputs, its damping and its order, all as in exact arithmetic; grid and codes are
/// still to come. The min-pivot order is that of exact arithmetic for up to max_exact_inputs (exact/budget.h)
/// inputs, and beyond that the one that optimized::factorize finds in double; the note then says so. Throws
/// Error, naming the place, for an input whose diagonal entry alone is 0 where dead inputs are asked for, and
/// for a damping beyond the range of double.
Case declared_case(const Layer& layer, const QuantizeOptions& options, const Progress& progress);

}  // namespace quantcheck::check
