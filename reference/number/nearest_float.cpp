#include <quantcheck/reference/number/nearest_float.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/float_formats.h>

namespace quantcheck::reference {
namespace {

template <class Float>
using Bits = std::conditional_t<sizeof(Float) == 4, std::uint32_t, std::uint64_t>;

// The float nearest to x >= 0, with ties to even. Floats that are not negative are in the order of their
// bits, so the lowest bit says which of two neighbours is even. The number that would follow the greatest
// float counts as a neighbour of it, and where x rounds to that one this throws Error.
template <class Float>
Float nearest(const Rational& x) {
  constexpr Float greatest = std::numeric_limits<Float>::max();
  const Rational limit = exact(static_cast<double>(greatest));
  if (x > limit) {
    const Rational step = limit - exact(static_cast<double>(std::nextafter(greatest, Float(0))));
    if (x >= limit + step / 2)
      throw Error(std::string("a number is beyond the range of ") +
                  (sizeof(Float) == 4 ? "float32" : "float64"));
    return greatest;
  }
  // approximate(x) rounds towards zero (mpq_get_d), but the conversion to a float32 may round up. After the
  // correction `below` is the greatest float that does not exceed x.
  Float below = static_cast<Float>(approximate(x));
  if (exact(static_cast<double>(below)) > x) below = std::nextafter(below, Float(0));
  if (below == greatest) return below;
  const Float above = std::nextafter(below, greatest);
  const Rational under = x - exact(static_cast<double>(below));
  const Rational over = exact(static_cast<double>(above)) - x;
  if (under != over) return under < over ? below : above;
  return std::bit_cast<Bits<Float>>(below) % 2 == 0 ? below : above;
}

template <class Float>
Float nearest_with_sign(const Rational& x) {
  return x < 0 ? -nearest<Float>(-x) : nearest<Float>(x);
}

}  // namespace

float nearest_float(const Rational& x) { return nearest_with_sign<float>(x); }
double nearest_double(const Rational& x) { return nearest_with_sign<double>(x); }

std::optional<double> nearest_number(const Rational& x, FloatFormat format) {
  const FloatLayout layout = layout_of(format);
  if (!layout.is_signed()) throw Error("nothing is rounded to e8m0 here");
  const Rational greatest = exact(greatest_of(format));
  const Rational magnitude = abs(x);
  if (magnitude >= 2 * greatest) return std::nullopt;
  // approximate(x) rounds towards zero (mpq_get_d), so that its exponent is that of x, and it is at most the
  // least one where x is below the numbers that a double has.
  const double below = approximate(magnitude);
  const int exponent = below == 0 ? layout.min_exponent : std::max(std::ilogb(below), layout.min_exponent);
  const Rational unit = exact(std::ldexp(1.0, exponent - (layout.precision - 1)));
  const Rational units = magnitude / unit;
  Rational whole = floor(units);
  const Rational twice_the_rest = 2 * (units - whole);
  const bool odd = numerator(whole) % 2 != 0;
  if (twice_the_rest > 1 || (twice_the_rest == 1 && odd)) whole += 1;
  const Rational rounded = whole * unit;
  if (rounded > greatest) return std::nullopt;
  return x < 0 ? -approximate(rounded) : approximate(rounded);
}

}  // namespace quantcheck::reference
