// The choice of the processing order.
#pragma once

#include <vector>

#include <quantcheck/optimized/hessian/hessian_view.h>
#include <quantcheck/optimized/kernels/jobs.h>
#include <quantcheck/optimized/options.h>

namespace quantcheck::optimized {

/// Returns the order that `options` ask for. `undamped` is the diagonal that act-order sorts by, `damped` is
/// that of the Hessian to be factored. Throws Error where a given order is not a permutation of 0 .. in - 1.
Order find_order(const HessianView& hessian, const std::vector<double>& undamped,
                 const std::vector<double>& damped, const FactorOptions& options, const Kernels& kernels,
                 Team& team);

}  // namespace quantcheck::optimized
