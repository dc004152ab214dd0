// The min-pivot order.
#pragma once

#include <vector>

#include <quantcheck/optimized/hessian/hessian_view.h>
#include <quantcheck/optimized/kernels/jobs.h>

namespace quantcheck::optimized {

/// arXiv 2507.18553, Alg. 3, in double: at each step the smallest diagonal entry of the Schur complement that
/// is left, the highest index among equals, is eliminated; what is eliminated first is processed last. The
/// Hessian is that of `hessian` with the diagonal `damped`. Takes 10 in^2 bytes while it runs, and
/// 2048 in beside them.
Order min_pivot_order(const HessianView& hessian, const std::vector<double>& damped, const Kernels& kernels,
                      Team& team);

}  // namespace quantcheck::optimized
