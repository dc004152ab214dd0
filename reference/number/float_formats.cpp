#include <quantcheck/reference/number/float_formats.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/reference/error.h>

namespace quantcheck::reference {

FloatLayout layout_of(FloatFormat format) {
  switch (format) {
    case FloatFormat::f8_e4m3:
      return {8, 4, -6, 8};
    case FloatFormat::f8_e5m2:
      return {8, 3, -14, 15};
    case FloatFormat::f8_e8m0:
      return {8, 1, -127, 127};
    case FloatFormat::f16:
      return {16, 11, -14, 15};
    case FloatFormat::bf16:
      return {16, 8, -126, 127};
    case FloatFormat::f32:
      return {32, 24, -126, 127};
    case FloatFormat::f64:
      break;
  }
  return {64, 53, -1022, 1023};
}

bool is_8_bit(FloatFormat format) { return layout_of(format).bits == 8; }

double greatest_of(FloatFormat format) {
  // The pattern of e4m3 above this one is its NaN.
  if (format == FloatFormat::f8_e4m3) return 448;
  const FloatLayout layout = layout_of(format);
  return std::ldexp(2 - std::ldexp(1.0, 1 - layout.precision), layout.max_exponent);
}

std::optional<double> finite_value(FloatFormat format, std::uint64_t bits) {
  const FloatLayout layout = layout_of(format);
  if (!layout.is_signed()) {
    if (bits == 0xff) return std::nullopt;
    return std::ldexp(1.0, static_cast<int>(bits) + layout.min_exponent);
  }
  const int fraction_bits = layout.precision - 1;
  const std::uint64_t fraction = bits & ((std::uint64_t{1} << fraction_bits) - 1);
  const int exponent_mask = (1 << (layout.bits - layout.precision)) - 1;
  const int biased = static_cast<int>(bits >> fraction_bits) & exponent_mask;

  // The value is significand * 2^exponent. Subnormal numbers have the exponent of the smallest normal one and
  // no implicit bit.
  const std::uint64_t implicit = biased == 0 ? 0 : std::uint64_t{1} << fraction_bits;
  const int exponent = std::max(biased - 1, 0) + layout.min_exponent - fraction_bits;
  const double magnitude = std::ldexp(static_cast<double>(implicit | fraction), exponent);
  if (magnitude > greatest_of(format)) return std::nullopt;  // also where F64 has an infinity or a NaN
  return (bits >> (layout.bits - 1)) != 0 ? -magnitude : magnitude;
}

RoundingInterval rounding_interval(FloatFormat format, double value) {
  const FloatLayout layout = layout_of(format);
  if (layout.precision > 24) throw Error("a rounding interval is not defined for F64");
  const double magnitude = std::fabs(value);
  const int exponent =
      magnitude == 0.0 ? layout.min_exponent : std::max(std::ilogb(magnitude), layout.min_exponent);
  const double unit = std::ldexp(1.0, exponent - (layout.precision - 1));
  const bool is_in_range = magnitude <= greatest_of(format) &&
                           (layout.is_signed() || value >= std::ldexp(1.0, layout.min_exponent));
  if (std::trunc(magnitude / unit) != magnitude / unit || !is_in_range)
    throw Error("not a number of the format");

  // Below a power of two the numbers of the format lie twice as close.
  const bool at_power = magnitude == std::ldexp(1.0, exponent) && exponent > layout.min_exponent;
  const double below = magnitude - (at_power ? unit / 4 : unit / 2);
  const double above = magnitude + unit / 2;
  return value < 0 ? RoundingInterval{-above, -below} : RoundingInterval{below, above};
}

}  // namespace quantcheck::reference
