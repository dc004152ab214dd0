// The factor and the min-pivot order once more, an entry at a time: what docs/optimized.md says of their
// bits.
#pragma once

#include <vector>

#include <quantcheck/optimized/factor.h>

namespace quantcheck::test {

struct PlainFactor {
  double damping = 0;
  std::vector<double> pivots;  // in processing order
  std::vector<float> entries;  // in x in, row-major: of U, or of U^-1, without the diagonal
};

/// Of a Hessian without dead inputs that is positive definite when it is damped. Products with 0 are left
/// out, so that a Hessian that is mostly 0 takes little time.
PlainFactor plain_factor(const MatrixView<const float>& hessian, const Order& order,
                         const Damping<double>& damping, optimized::Method method);

Order plain_min_pivot_order(const MatrixView<const float>& hessian, double damping);

/// The entry that errors of step i are propagated to step j with, i < j.
float panel_entry(const optimized::Buffer<float>& panels, Index i, Index j);

}  // namespace quantcheck::test
