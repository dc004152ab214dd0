// The floating-point formats of stored numbers, read by their bits. This uses no half types of the compiler
// and rounds nothing.
#pragma once

#include <cstdint>
#include <optional>

#include <quantcheck/reference/layer.h>

namespace quantcheck::reference {

/// The layout of a binary format: a sign (but not in e8m0), an exponent, and a fraction.
struct FloatLayout {
  int bits;          // width of the format
  int precision;     // bits of the significand, the implicit one counted
  int min_exponent;  // of the least normal number, 2^min_exponent
  int max_exponent;  // of the greatest finite number, as in 1.f * 2^max_exponent

  bool is_signed() const { return precision > 1; }
};

/// The layout of one of the formats.
FloatLayout layout_of(FloatFormat format);

/// Whether the format has 8 bits.
bool is_8_bit(FloatFormat format);

/// The greatest finite number of a format.
double greatest_of(FloatFormat format);

/// The value of a bit pattern, and nullopt for infinities and NaNs. Every finite number of these formats is a
/// double, so this is exact.
std::optional<double> finite_value(FloatFormat format, std::uint64_t bits);

/// The interval of the real numbers that round to a number of a format. Its ends are half-way to the
/// neighbours.
struct RoundingInterval {
  double low;
  double high;
};

/// The interval of the reals that round to `value`. It is exact for all formats but F64, as their half-way
/// points are doubles. Throws Error for F64, and for a value that is not a number of the format.
RoundingInterval rounding_interval(FloatFormat format, double value);

}  // namespace quantcheck::reference
