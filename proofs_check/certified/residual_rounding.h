// The parts of the bound of a residual that is computed in double.
#pragma once

#include <cmath>

#include <quantcheck/optimized/residuals.h>
#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/certified/rounding.h>

namespace quantcheck::check {

/// More than underflow adds to a residual.
inline constexpr double residual_underflow = 0x1p-1000;

/// gamma_{m+3} of the theorem in residuals.h.
inline double residual_growth(const CertifiedFactor& factor) {
  return rounding_growth(optimized::roundings_of_residual(factor.factor.in) + 3);
}

/// What the bound of a residual sums up over the steps before it, in one row.
struct RowSums {
  double errors = 0;    // the sum of e_i^2
  double weighted = 0;  // that of |y_i| a_i
  double squares = 0;   // that of y_i^2

  /// Adds |y_i| of a step whose residual is at most so large.
  void add_residual(const CertifiedFactor& factor, Index step, double most) {
    const double y = factor.root[step] * most;
    weighted += y * factor.inverse_sum[step];
    squares += y * y;
  }
};

/// What the error of the factor makes of a residual, by the theorem in residuals.h.
inline double residual_of_factor(const CertifiedFactor& factor, const RowSums& before, Index step) {
  const double f = factor.relative_error;
  return (factor.entry_error * factor.inverse_sum[step] * before.weighted +
          std::sqrt(before.squares) * f * f / 2) /
         (factor.root[step] * (1 - f));
}

/// What rounding makes of entry j of e U, where the errors before it have that norm; `growth` is
/// residual_growth.
inline double residual_rounding(const CertifiedFactor& factor, double growth, double error,
                                double norm_before, Index j) {
  return bound_slack * growth * (std::fabs(error) + norm_before * factor.column_norm[j]) + residual_underflow;
}

}  // namespace quantcheck::check
