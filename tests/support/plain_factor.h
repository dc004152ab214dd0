// The factor and the min-pivot order, computed again one entry at a time from docs/optimized.md, which
// specifies their bits.
#pragma once

#include <vector>

#include <quantcheck/optimized/factor.h>

namespace quantcheck::test {

struct PlainFactor {
  double damping = 0;
  std::vector<double> pivots;  // in processing order
  std::vector<float> entries;  // in x in, row-major: U or U^-1 without its diagonal
};

/// The factor of a Hessian (in x in) that has no dead inputs and is positive definite when it is damped.
/// Products with 0 are left out, so that a Hessian of mostly zeros takes little time.
PlainFactor plain_factor(const MatrixView<const float>& hessian, const Order& order,
                         const Damping<double>& damping, optimized::Method method);

Order plain_min_pivot_order(const MatrixView<const float>& hessian, double damping);

/// The entry of the factor by which the error of step i is propagated to step j, for i < j.
float panel_entry(const optimized::Buffer<float>& panels, Index i, Index j);

}  // namespace quantcheck::test
