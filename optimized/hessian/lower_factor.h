// The factorization L D L^T of the damped Hessian in reversed processing order, which is its U D U^T in
// processing order.
#pragma once

#include <vector>

#include <quantcheck/optimized/hessian/hessian_view.h>
#include <quantcheck/optimized/kernels/jobs.h>
#include <quantcheck/optimized/memory/buffer.h>

namespace quantcheck::optimized {

/// The factor L D and the diagonal D, or the pivot that stopped the factorization.
struct LowerFactor {
  Index in = 0;                // number of columns, padded to a multiple of 16
  Buffer<double> entries;      // L D, in strips of 16 rows
  std::vector<double> pivots;  // D, in reversed processing order
  BadPivot bad;                // the pivot that stopped it, if one did: the rest is then worth nothing
};

/// This is a left-looking factorization by blocks of columns. A pivot must exceed (n + 1) 2^-53 h_jj, where n
/// is the number of inputs without padding and h_jj is damped. A smaller one could be all rounding, as the
/// computed factor is that of a matrix whose diagonal differs by as much (Higham, Accuracy and Stability of
/// Numerical Algorithms, 2nd ed., Theorem 10.3).
LowerFactor factor_lower(const Kernels& kernels, const ReversedHessian& hessian, Team& team);

/// Returns the entries of -U in panels, from a factorization that was not stopped. The padding of `lower` is
/// in front, so that of U is at the end.
Buffer<double> negative_panels(const Kernels& kernels, LowerFactor& lower, Team& team);

}  // namespace quantcheck::optimized
