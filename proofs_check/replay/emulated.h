// Number types for the arithmetics that the CPU does not have, in which the text of the reference can be
// replayed.
#pragma once

#include <cmath>

#include <Eigen/Core>

#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/float_formats.h>

namespace quantcheck::check {

/// x rounded to `precision` bits, half to even, with subnormals below 2^min_exponent and infinity above max.
/// This is correct for the result of one operation in double on operands of at most 11 bits: with twice the
/// precision and two bits more, the first rounding is innocuous (S. Figueroa, "When is double rounding
/// innocuous?", 1995).
inline double rounded_to(double x, int precision, int min_exponent, double max) {
  if (x == 0.0 || !std::isfinite(x)) return x;
  const double quantum = std::ldexp(1.0, std::max(std::ilogb(x), min_exponent) - (precision - 1));
  const double result = std::nearbyint(x / quantum) * quantum;
  return std::fabs(result) > max ? std::copysign(HUGE_VAL, x) : result;
}

/// x rounded to a number of the format. The exponent is not limited above.
inline double stored_as(FloatFormat format, double x) {
  const reference::FloatLayout layout = reference::layout_of(format);
  return rounded_to(x, layout.precision, layout.min_exponent, HUGE_VAL);
}

/// A number of `Precision` bits, normal from 2^MinExponent on. The result of every operation is rounded to
/// such a number.
template <int Precision, int MinExponent>
struct Rounded {
  double value = 0;

  static double round(double x) {
    const double max = std::ldexp(2.0 - std::ldexp(1.0, 1 - Precision), 1 - MinExponent);
    return rounded_to(x, Precision, MinExponent, max);
  }
  Rounded() = default;
  explicit Rounded(double x) : value(round(x)) {}
  explicit Rounded(float x) : Rounded(static_cast<double>(x)) {}
  explicit Rounded(int x) : Rounded(static_cast<double>(x)) {}
  explicit Rounded(Code x) : Rounded(static_cast<double>(x)) {}
  explicit operator double() const { return value; }

  friend Rounded operator+(Rounded a, Rounded b) { return Rounded(a.value + b.value); }
  friend Rounded operator-(Rounded a, Rounded b) { return Rounded(a.value - b.value); }
  friend Rounded operator*(Rounded a, Rounded b) { return Rounded(a.value * b.value); }
  friend Rounded operator/(Rounded a, Rounded b) { return Rounded(a.value / b.value); }
  friend bool operator>(Rounded a, Rounded b) { return a.value > b.value; }
  friend bool operator==(Rounded a, Rounded b) { return a.value == b.value; }
  friend double approximate(Rounded x) { return x.value; }
};

using Bf16 = Rounded<8, -126>;
using Fp16 = Rounded<11, -14>;

/// A finite x without the binary digits after the first `precision` ones.
inline double truncated_to(double x, int precision) {
  if (x == 0.0) return x;
  const double quantum = std::ldexp(1.0, std::ilogb(x) - (precision - 1));
  return std::trunc(x / quantum) * quantum;
}

/// How matrix units take the operands of a product: rounded to 11 bits, or cut off after them. Those that cut
/// off the operands also cut off the sums.
enum class Operands { rounded, truncated };

/// TF32 as matrix units use it: all is float32, but the operands of a product keep no more than 11 bits.
template <Operands operands>
struct Tf32 {
  float value = 0;

  static double operand(float x) {
    const auto wide = static_cast<double>(x);
    if (!std::isfinite(wide)) return wide;
    return operands == Operands::rounded ? rounded_to(wide, 11, -126, HUGE_VAL) : truncated_to(wide, 11);
  }
  // The sum of two float32 numbers, of either sign, which comes as a double. The double holds all that
  // decides the first 24 bits of the sum, except where one number is 2^29 times the other.
  static Tf32 sum(double exact) {
    if (operands == Operands::rounded || !std::isfinite(exact)) return Tf32(static_cast<float>(exact));
    return Tf32(static_cast<float>(truncated_to(exact, 24)));
  }
  Tf32() = default;
  explicit Tf32(float x) : value(x) {}
  explicit Tf32(double x) : value(static_cast<float>(x)) {}
  explicit Tf32(int x) : value(static_cast<float>(x)) {}
  explicit Tf32(Code x) : value(static_cast<float>(x)) {}
  explicit operator double() const { return static_cast<double>(value); }

  friend Tf32 operator+(Tf32 a, Tf32 b) {
    return sum(static_cast<double>(a.value) + static_cast<double>(b.value));
  }
  friend Tf32 operator-(Tf32 a, Tf32 b) { return Tf32(a.value - b.value); }
  friend Tf32 operator*(Tf32 a, Tf32 b) { return Tf32(operand(a.value) * operand(b.value)); }
  friend Tf32 operator/(Tf32 a, Tf32 b) { return Tf32(a.value / b.value); }
  friend bool operator>(Tf32 a, Tf32 b) { return a.value > b.value; }
  friend bool operator==(Tf32 a, Tf32 b) { return a.value == b.value; }
  friend double approximate(Tf32 x) { return static_cast<double>(x.value); }
};

}  // namespace quantcheck::check

namespace Eigen {
template <int Precision, int MinExponent>
struct NumTraits<quantcheck::check::Rounded<Precision, MinExponent>> : GenericNumTraits<double> {
  using Real = quantcheck::check::Rounded<Precision, MinExponent>;
  using NonInteger = Real;
  using Nested = Real;
  using Literal = double;
};
template <quantcheck::check::Operands operands>
struct NumTraits<quantcheck::check::Tf32<operands>> : GenericNumTraits<float> {
  using Real = quantcheck::check::Tf32<operands>;
  using NonInteger = Real;
  using Nested = Real;
  using Literal = float;
};
}  // namespace Eigen
