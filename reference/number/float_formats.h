// The stored floating-point formats, read by their bits: no compiler half types, no rounding anywhere.
#pragma once

#include <cstdint>
#include <optional>

#include <quantcheck/reference/layer.h>

namespace quantcheck::reference {

/// The layout of an IEEE 754 style binary format; `precision` counts the implicit bit.
struct FloatLayout {
  int bits;
  int precision;
  int max_exponent;  // of the largest finite number, as in 1.f * 2^max_exponent
};

FloatLayout layout_of(FloatFormat format);

/// The value of a bit pattern. Every finite F16, BF16, F32 and F64 is a double, so this is exact. Nothing for
/// infinities and NaNs.
std::optional<double> finite_value(FloatFormat format, std::uint64_t bits);

/// The reals that round to `value` (a number of the format) are those between these two, the ends being
/// half-way to the neighbours. Exact for F16, BF16 and F32, whose half-way points are doubles. Throws Error
/// for F64, and for a value that is not of the format.
struct RoundingInterval {
  double low;
  double high;
};
RoundingInterval rounding_interval(FloatFormat format, double value);

}  // namespace quantcheck::reference
