// The making of cases: a layer's codes by GPTQ, the nearest plane or plain rounding.
#pragma once

#include <stop_token>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/cases/layer.h>
#include <quantcheck/proofs_check/quantize/options.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// The layer with its codes, and all that the judge needs to know of how they were made. The result is the
/// same for the same layer and options, whatever the execution.
///
/// Arithmetic::exact gives the codes of exact arithmetic, for any number of inputs, certified from double or
/// found in rationals. Three things are rounded before anything is decided by them: fitted scales, to
/// float32; where scales are current, the compensated weights that they are fitted to, to float64; and a
/// damping that no finite decimal is, such as a third, to float64. Both methods are the nearest plane there
/// (arXiv 2507.18553, Theorem 4). Beyond max_exact_inputs (exact/budget.h) inputs, the min-pivot order is
/// found in double, and targets within 2^-200 of a scale of a tie may be taken for ties; the note of the case
/// says so.
///
/// Scales that are fitted as quantize/fitted_in_double.h says are no part of this: they are fitted in double,
/// and the codes are those of the arithmetic for the scales.
///
/// Arithmetic::fp32 computes by quantcheck::optimized. Weights, activations and given scales become float32
/// first, and the case holds what they became. The Hessian is taken as it is, in double.
///
/// Throws Error, naming tensor and place, for a layer that check_layer refuses, options out of range, a
/// damped Hessian that is not positive definite, one that neither double nor rationals resolve, and all that
/// optimized::factorize and optimized::quantize refuse. Throws Cancelled soon after `stop` asks for it.
Case quantize(const Layer& layer, const QuantizeOptions& options, const optimized::Execution& execution = {},
              const Progress& progress = {}, std::stop_token stop = {});

}  // namespace quantcheck::check
