// Solutions of triangular systems with a factor in double.
#pragma once

#include <vector>

#include <quantcheck/optimized/double_factor.h>

namespace quantcheck::optimized {

/// Returns the sums sum_j |N_ij| x_j (in processing order) for x >= 0, where the rows of N, close to U^-1,
/// are computed in double one block of positions after another. With m = roundings_of_residual(in)
/// (residuals.h), u = 2^-53 and gamma_k = k u / (1 - k u):
///     |N U - I| <= gamma_m |N| |U|,
/// to which underflow adds in 2^-1074 at most. Each of the sums is a chain of `in` fused operations: it
/// differs from the exact one by gamma_in of that at most, and by in 2^-1074. N itself is not kept. Throws
/// Error for x of another size, and where there is no factor.
std::vector<double> absolute_inverse_times(const DoubleFactor& factor, const std::vector<double>& x,
                                           const Execution& execution = {});

/// Return an approximate solution x of U_BB x = r, or of U_BB^T x = r, where B is begin .. in - 1 and r has
/// in - begin entries. Several threads may call them at the same time; each call is the work of the caller's
/// thread alone. Throw Error for r of another size, for `begin` out of range, and where there is no factor.
std::vector<double> solve_trailing(const DoubleFactor& factor, Index begin, const std::vector<double>& r,
                                   const Execution& execution = {});
std::vector<double> solve_trailing_transposed(const DoubleFactor& factor, Index begin,
                                              const std::vector<double>& r, const Execution& execution = {});

}  // namespace quantcheck::optimized
