// The constants that bounds of rounding errors in double are made of.
#pragma once

#include <cmath>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// The unit roundoff of double.
inline constexpr double double_roundoff = 0x1p-53;

/// A factor that makes up for the rounding of a bound itself. A bound is a number that is computed from
/// numbers which are not negative, by additions, multiplications, divisions and roots. If no term of it
/// passes more than 2^30 of these operations, and none underflows, it is off by less than a factor of
/// 1 + 2^-22 (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., Lemma 3.1).
inline constexpr double bound_slack = 1 + 0x1p-20;

/// gamma_m = m u / (1 - m u), which bounds the relative error that m roundings make together (Higham, Lemma
/// 3.1). It needs m u < 1, which holds for every m below 2^53.
constexpr double rounding_growth(Index roundings) {
  const double mu = static_cast<double>(roundings) * double_roundoff;
  return bound_slack * mu / (1 - mu);
}

}  // namespace quantcheck::check
