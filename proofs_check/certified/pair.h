// Numbers of twice the digits of double, each of which is the sum of two doubles.
#pragma once

#include <cmath>

#include <quantcheck/optimized/pairs.h>
#include <quantcheck/proofs_check/certified/rounding.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// The number hi + lo, where hi is the double nearest to it. The operations and the bounds of their errors
/// are those of M. Joldes, J.-M. Muller and V. Popescu, Tight and rigorous error bounds for basic building
/// blocks of double-word arithmetic, ACM TOMS 44 (2017), where nothing overflows or underflows.
using optimized::Pair;

/// u^2, the unit in which the errors of pairs are counted.
inline constexpr double pair_roundoff = double_roundoff * double_roundoff;

/// a + b, exactly.
inline Pair exact_sum(double a, double b) {
  const double sum = a + b;
  const double part = sum - a;
  return {sum, (a - (sum - part)) + (b - part)};
}

/// a + b, exactly, where |a| >= |b| or a is 0.
inline Pair exact_sum_ordered(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

/// a b, exactly.
inline Pair exact_product(double a, double b) {
  const double product = a * b;
  return {product, std::fma(a, b, -product)};
}

/// x + y with a relative error of at most 3 u^2 + 13 u^3 (Algorithm 6, Theorem 3.1).
inline Pair operator+(Pair x, Pair y) {
  const Pair high = exact_sum(x.hi, y.hi);
  const Pair low = exact_sum(x.lo, y.lo);
  const Pair sum = exact_sum_ordered(high.hi, high.lo + low.hi);
  return exact_sum_ordered(sum.hi, low.lo + sum.lo);
}

inline Pair operator-(Pair x) { return {-x.hi, -x.lo}; }
inline Pair operator-(Pair x, Pair y) { return x + -y; }

/// x y with a relative error of at most 6 u^2 (Algorithm 11, Theorem 5.3).
inline Pair operator*(Pair x, Pair y) {
  const Pair high = exact_product(x.hi, y.hi);
  const double low = std::fma(x.lo, y.hi, x.hi * y.lo);
  return exact_sum_ordered(high.hi, high.lo + low);
}

/// x as a pair, which is off by less than 2^-103 of it.
inline Pair nearest_pair(const reference::Rational& x) {
  const double hi = reference::approximate(x);
  const double lo = reference::approximate(x - reference::exact(hi));
  return exact_sum_ordered(hi, lo);
}

/// x times a power of two.
inline Pair scaled(Pair x, double power) { return {x.hi * power, x.lo * power}; }

}  // namespace quantcheck::check
