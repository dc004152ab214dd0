// What rounding makes of a residual that is computed in double.
#pragma once

#include <cmath>

#include <quantcheck/optimized/residuals.h>
#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/certified/rounding.h>

namespace quantcheck::check {

/// More than underflow adds to a residual.
inline constexpr double residual_underflow = 0x1p-1000;

/// gamma_{m+2} of the theorem in residuals.h.
inline double residual_growth(const CertifiedFactor& factor) {
  return rounding_growth(optimized::roundings_of_residual(factor.factor.in) + 2);
}

/// What rounding makes of entry j of e U, where the errors before it have that norm; `growth` is
/// residual_growth.
inline double residual_rounding(const CertifiedFactor& factor, double growth, double error,
                                double norm_before, Index j) {
  return bound_slack * growth * (std::fabs(error) + norm_before * factor.column_norm[j]) + residual_underflow;
}

}  // namespace quantcheck::check
