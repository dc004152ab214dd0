// Processing orders.
#pragma once

#include <vector>

#include <quantcheck/optimized/hessian/hessian_view.h>
#include <quantcheck/optimized/kernels/jobs.h>
#include <quantcheck/optimized/options.h>

namespace quantcheck::optimized {

/// The order that was asked for. `undamped` is the diagonal that act-order sorts by, `damped` that of the
/// Hessian to be factored. Throws Error where a given order is no permutation.
Order find_order(const HessianView& hessian, const std::vector<double>& undamped,
                 const std::vector<double>& damped, const FactorOptions& options, const Kernels& kernels,
                 Team& team);

}  // namespace quantcheck::optimized
