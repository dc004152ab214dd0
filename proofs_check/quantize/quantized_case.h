// The case of a layer and of what the optimized quantizer made of it.
#pragma once

#include <quantcheck/optimized/quantize.h>
#include <quantcheck/proofs_check/cases/case.h>

namespace quantcheck::check {

/// The case of `layer` as it was quantized, with its undamped Hessian or its activations. Codes, grid, order,
/// damping and dead inputs are those of the result, and the arithmetic is fp32. The case has no name yet.
Case quantized_case(Layer layer, const optimized::Quantized& result, Rounding rounding);

}  // namespace quantcheck::check
