// Bounds on rounding, in exact numbers.
#pragma once

#include <quantcheck/optimized/double_factor.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::test {

/// m u / (1 - m u) with u = 2^-53.
inline reference::Rational gamma_of(Index m) {
  const reference::Rational rounding = reference::Rational(m) * reference::exact(0x1p-53);
  return rounding / (1 - rounding);
}

/// U_ij, for i <= j.
inline reference::Rational unit_entry(const optimized::DoubleFactor& factor, Index i, Index j) {
  return i == j ? reference::Rational(1) : reference::exact(factor.entry(i, j));
}

}  // namespace quantcheck::test
