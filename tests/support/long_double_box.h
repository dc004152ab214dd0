// The box criterion in 80-bit floating point, for layers too wide for the exact judge.
#pragma once

#include <vector>

#include <quantcheck/optimized/quantize.h>

namespace quantcheck::test {

struct OutsideBox {
  Index decisions = 0;      // number of decisions outside the box by more than 1e-12 scales
  long double largest = 0;  // largest distance from the box, in scales
};

/// Examines all decisions of a result, with a factorization of its own. `weight` is out x in; `hessian`
/// (in x in) is the undamped one. Dead inputs are treated as the result's status says. Rounding here moves
/// the distances by about in * 1e-19 * condition. Throws std::runtime_error where the damped Hessian is not
/// positive definite in 80 bits.
OutsideBox outside_box(const MatrixView<const float>& weight, const std::vector<float>& hessian,
                       const optimized::Quantized& result);

}  // namespace quantcheck::test
