// The box criterion in 80-bit floating point, for layers too wide for the exact judge.
#pragma once

#include <vector>

#include <quantcheck/optimized/quantize.h>

namespace quantcheck::test {

struct OutsideBox {
  Index decisions = 0;      // beyond 1/2 by more than 1e-12 of a step
  long double largest = 0;  // excess in steps
};

/// Of all decisions, with a factorization of its own. `hessian` (in x in) is the undamped one; dead inputs
/// are treated as the result's status says. Its own rounding is some in * 1e-19 * condition.
OutsideBox outside_box(const MatrixView<const float>& weight, const std::vector<float>& hessian,
                       const optimized::Quantized& result);

}  // namespace quantcheck::test
