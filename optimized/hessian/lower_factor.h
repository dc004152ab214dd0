// The factorization L D L^T of the damped Hessian in reversed processing order, which is its U D U^T in
// processing order.
#pragma once

#include <vector>

#include <quantcheck/optimized/hessian/hessian_view.h>
#include <quantcheck/optimized/kernels/jobs.h>
#include <quantcheck/optimized/memory/buffer.h>

namespace quantcheck::optimized {

/// The factor L D and the diagonal D, or the pivot that stopped the factorization.
template <class T>
struct LowerFactor {
  Index in = 0;           // number of columns, padded to a multiple of 16
  Buffer<T> entries;      // L D, in strips of 16 rows
  std::vector<T> pivots;  // D, in reversed processing order
  BadPivot bad;           // the pivot that stopped it, if one did: the rest is then worth nothing
};

/// This is a left-looking factorization by blocks of columns, in double or in pairs of doubles. A pivot must
/// exceed `least` h_jj, where h_jj is damped.
template <class T>
LowerFactor<T> factor_lower(const FactorKernels<T>& kernels, const ReversedHessian& hessian, double least,
                            Team& team);

/// The `least` for a factor in double of `in` inputs, without padding: (in + 1) 2^-53. A smaller pivot could
/// be all rounding, as the computed factor is that of a matrix whose diagonal differs by as much (Higham,
/// Accuracy and Stability of Numerical Algorithms, 2nd ed., Theorem 10.3).
constexpr double least_pivot_in_double(Index in) { return static_cast<double>(in + 1) * 0x1p-53; }

/// Returns the entries of -U in panels, from a factorization that was not stopped. The padding of `lower` is
/// in front, so that of U is at the end.
template <class T>
Buffer<T> negative_panels(const FactorKernels<T>& kernels, LowerFactor<T>& lower, Team& team);

}  // namespace quantcheck::optimized
