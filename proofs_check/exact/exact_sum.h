// Sums of doubles, and of squares of numbers that a few doubles make up, without rounding.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// A sum of doubles, kept as a fixed-point number that is wide enough for every double (U. Kulisch, Computer
/// Arithmetic and Validity, 2nd ed., chapter 8). Adding takes a few nanoseconds, where rationals take a
/// hundred times as long.
class ExactSum {
 public:
  /// Adds a finite number.
  void add(double x);

  /// Adds (x - y)^2 and (x - a b)^2 for finite numbers.
  void add_square_of_difference(double x, double y);
  void add_square_of_difference(double x, double a, double b);

  void add(const ExactSum& other);

  reference::Rational value() const;

 private:
  static constexpr int digit_bits = 32;
  static constexpr int least_exponent = -1088;  // of the first digit; no double has a digit below 2^-1074
  static constexpr std::size_t digits = 70;     // up to 2^1152

  // Adds (a + b + c)^2.
  void add_square(const std::array<double, 3>& parts);
  void carry();

  std::array<std::int64_t, digits> digit_{};  // each of less than 2^63 in magnitude
  std::int64_t added_ = 0;                    // since the last carry
  reference::Rational far_ = 0;               // squares of numbers whose products may not fit doubles
};

}  // namespace quantcheck::check
