#include <quantcheck/reference/number/float_formats.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/reference/error.h>

namespace quantcheck::reference {

FloatLayout layout_of(FloatFormat format) {
  switch (format) {
    case FloatFormat::f16:
      return {16, 11, 15};
    case FloatFormat::bf16:
      return {16, 8, 127};
    case FloatFormat::f32:
      return {32, 24, 127};
    case FloatFormat::f64:
      break;
  }
  return {64, 53, 1023};
}

std::optional<double> finite_value(FloatFormat format, std::uint64_t bits) {
  const auto [width, precision, max_exponent] = layout_of(format);
  const int fraction_bits = precision - 1;
  const std::uint64_t fraction = bits & ((std::uint64_t{1} << fraction_bits) - 1);
  const int exponent_mask = (1 << (width - precision)) - 1;
  const int biased = static_cast<int>(bits >> fraction_bits) & exponent_mask;
  if (biased == exponent_mask) return std::nullopt;

  // The value is significand * 2^exponent. Subnormal numbers have the exponent of the smallest normal one and
  // no implicit bit.
  const std::uint64_t implicit = biased == 0 ? 0 : std::uint64_t{1} << fraction_bits;
  const int exponent = (biased == 0 ? 1 : biased) - max_exponent - fraction_bits;
  const double magnitude = std::ldexp(static_cast<double>(implicit | fraction), exponent);
  return (bits >> (width - 1)) != 0 ? -magnitude : magnitude;
}

RoundingInterval rounding_interval(FloatFormat format, double value) {
  const auto [width, precision, max_exponent] = layout_of(format);
  if (precision > 24) throw Error("a rounding interval is defined for F16, BF16 and F32 only");
  const int min_exponent = 1 - max_exponent;
  const double magnitude = std::fabs(value);
  const int exponent = magnitude == 0.0 ? min_exponent : std::max(std::ilogb(magnitude), min_exponent);
  const double unit = std::ldexp(1.0, exponent - (precision - 1));
  if (std::trunc(magnitude / unit) != magnitude / unit || exponent > max_exponent)
    throw Error("not a number of the format");

  // Below a power of two the numbers of the format lie twice as close.
  const bool at_power = magnitude == std::ldexp(1.0, exponent) && exponent > min_exponent;
  const double below = magnitude - (at_power ? unit / 4 : unit / 2);
  const double above = magnitude + unit / 2;
  return value < 0 ? RoundingInterval{-above, -below} : RoundingInterval{below, above};
}

}  // namespace quantcheck::reference
