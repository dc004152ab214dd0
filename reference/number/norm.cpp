#include <quantcheck/reference/number/norm.h>

#include <bit>
#include <cstdint>

#include <quantcheck/reference/error.h>

namespace quantcheck::reference {
namespace {

// The bits of the float32 infinity. Floats that are not negative are in the order of their bits.
constexpr std::uint32_t infinity = 0x7f800000;

// The value of a float by its bits, where infinity has the value 2^128 that would follow the greatest float.
double value_of(std::uint32_t bits) {
  return bits == infinity ? 0x1p128 : static_cast<double>(std::bit_cast<float>(bits));
}

}  // namespace

float norm_of(const Vector<Rational>& x) {
  Rational square = 0;
  for (const Rational& value : x) square += value * value;
  if (square == 0) return 0;
  const auto compared_with = [&](double bound) { return square.compare(exact(bound) * exact(bound)); };

  // The loop makes `below` the greatest finite float that does not exceed the norm, and `above` the next one.
  std::uint32_t below = 0;
  std::uint32_t above = infinity;
  while (above - below > 1) {
    const std::uint32_t middle = below + (above - below) / 2;
    (compared_with(value_of(middle)) < 0 ? above : below) = middle;
  }
  const int side = compared_with((value_of(below) + value_of(above)) / 2);
  const std::uint32_t nearest = side > 0 || (side == 0 && below % 2 != 0) ? above : below;
  if (nearest == infinity) throw Error("the norm of a row is beyond float32's range");
  if (nearest == 0) throw Error("the norm of a row that is not 0 is below float32's range");
  return std::bit_cast<float>(nearest);
}

}  // namespace quantcheck::reference
