// The min-pivot processing order.
#pragma once

#include <vector>

#include <quantcheck/optimized/hessian/hessian_view.h>
#include <quantcheck/optimized/kernels/jobs.h>

namespace quantcheck::optimized {

/// Finds the order of arXiv 2507.18553, Alg. 3, in double. At each step the column with the smallest diagonal
/// entry of the Schur complement that is left is eliminated, the highest index among equals; what is
/// eliminated first is processed last. The Hessian is `hessian` with the diagonal `damped`. Takes 10 in^2
/// bytes while it runs, and 2048 in bytes beside them.
Order min_pivot_order(const HessianView& hessian, const std::vector<double>& damped, const Kernels& kernels,
                      Team& team);

}  // namespace quantcheck::optimized
