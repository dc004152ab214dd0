// The residuals e U of errors e under a factor in double.
#pragma once

#include <quantcheck/optimized/double_factor.h>

namespace quantcheck::optimized {

/// Returns v = e U (rows x in, row-major) for errors e (rows x in, columns in processing order):
///     v_j = e_j + sum_{i < j} e_i U_ij.
/// Throws Error where the errors are not there, have another number of columns, or there is no factor.
Buffer<double> residuals(const DoubleFactor& factor, MatrixView<const double> errors,
                         const Execution& execution = {});

/// Returns v_j for j = from .. errors.cols - 1 alone (rows x (errors.cols - from)), where the errors are
/// those of the first errors.cols <= in columns. Throws Error where residuals does, and unless 0 <= from <
/// errors.cols.
Buffer<double> residuals_from(const DoubleFactor& factor, MatrixView<const double> errors, Index from,
                              const Execution& execution = {});

/// Does the same as residuals inside blocks of `within` columns: v_j = e_j + the sum over those i < j with
/// i / within = j / within. Throws Error where `within` is not a positive multiple of 8.
Buffer<double> residuals_within(const DoubleFactor& factor, MatrixView<const double> errors, Index within,
                                const Execution& execution = {});

/// The m of the bound on their rounding, with gamma_m = m u / (1 - m u), u = 2^-53:
///     |v_j - exact v_j| <= gamma_m (|e| |U|)_j + in 2^-1074,
/// where U is the factor as it is stored, and its diagonal is 1. The last term is for underflow.
/// residuals.cpp derives it.
Index roundings_of_residual(Index in);

}  // namespace quantcheck::optimized
