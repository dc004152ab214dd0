// The floating-point formats of stored numbers, read by their bits. This uses no half types of the compiler
// and rounds nothing.
#pragma once

#include <cstdint>
#include <optional>

#include <quantcheck/reference/layer.h>

namespace quantcheck::reference {

/// The layout of an IEEE 754 style binary format.
struct FloatLayout {
  int bits;          // width of the format
  int precision;     // bits of the significand, the implicit one counted
  int max_exponent;  // of the largest finite number, as in 1.f * 2^max_exponent
};

/// The layout of one of the formats.
FloatLayout layout_of(FloatFormat format);

/// The value of a bit pattern, and nullopt for infinities and NaNs. Every finite F16, BF16, F32 and F64 is a
/// double, so this is exact.
std::optional<double> finite_value(FloatFormat format, std::uint64_t bits);

/// The interval of the real numbers that round to a number of a format. Its ends are half-way to the
/// neighbours.
struct RoundingInterval {
  double low;
  double high;
};

/// The interval of the reals that round to `value`. It is exact for F16, BF16 and F32, whose half-way points
/// are doubles. Throws Error for F64, and for a value that is not a number of the format.
RoundingInterval rounding_interval(FloatFormat format, double value);

}  // namespace quantcheck::reference
