// Rounding and the grid, checked against plain definitions in exact and in floating-point numbers.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/grid.h>
#include <quantcheck/tests/support/generators.h>

namespace quantcheck::test {
namespace {

using namespace reference;

constexpr Rounding roundings[] = {Rounding::half_even, Rounding::half_up, Rounding::half_away};

// Whether x is rounded to n: an integer at most 1/2 away, and at a distance of 1/2 the one that the mode
// prefers.
bool is_rounded(const Rational& x, const Rational& n, Rounding rounding) {
  if (denominator(n) != 1) return false;
  const Rational distance = abs(n - x);
  if (distance != Rational(1, 2)) return distance < Rational(1, 2);
  if (rounding == Rounding::half_up) return n > x;
  if (rounding == Rounding::half_away) return abs(n) > abs(x);
  return numerator(n) % 2 == 0;
}

template <class Float>
void expect_rounded(Float x) {
  for (const Rounding rounding : roundings) {
    const Float n = round_to_integer(x, rounding);
    EXPECT_TRUE(is_rounded(exact(static_cast<double>(x)), exact(static_cast<double>(n)), rounding))
        << std::hexfloat << x << " became " << n << ", mode " << static_cast<int>(rounding);
  }
}

RC_GTEST_PROP(RoundToInteger, OfRationals, ()) {
  Dice dice(*seeds());
  for (int i = 0; i < 20; ++i) {
    const Rational x = Rational(dice.between(-60, 60), dice.pick<Index>({1, 2, 2, 4, 3, 7})) +
                       dice.pick<Rational>({0, 0, exact(0x1p-70), exact(-0x1p-70), exact(0x1p70)});
    for (const Rounding rounding : roundings)
      RC_ASSERT(is_rounded(x, round_to_integer(x, rounding), rounding));
  }
}

TEST(RoundToInteger, LiteralTies) {
  const auto rounded = [](int numerator, Rounding rounding) {
    return round_to_integer(Rational(numerator, 2), rounding);
  };
  EXPECT_EQ(rounded(5, Rounding::half_even), 2);
  EXPECT_EQ(rounded(7, Rounding::half_even), 4);
  EXPECT_EQ(rounded(-5, Rounding::half_even), -2);
  EXPECT_EQ(rounded(5, Rounding::half_up), 3);
  EXPECT_EQ(rounded(-5, Rounding::half_up), -2);
  EXPECT_EQ(rounded(5, Rounding::half_away), 3);
  EXPECT_EQ(rounded(-5, Rounding::half_away), -3);
}

// Tests k + 1/2 and its neighbours on both sides of zero, for k up to where the type has no more fractions.
template <class Float>
void expect_rounded_near_ties() {
  constexpr Float infinity = std::numeric_limits<Float>::infinity();
  const Float no_fractions = std::ldexp(Float(1), std::numeric_limits<Float>::digits - 1);
  for (Float k = 0; k < no_fractions; k = k < 9 ? k + 1 : 2 * k + 1)
    for (const Float sign : {Float(1), Float(-1)}) {
      const Float tie = sign * (k + Float(0.5));
      for (const Float x : {tie, std::nextafter(tie, infinity), std::nextafter(tie, -infinity)})
        expect_rounded(x);
    }
  for (const Float x : {Float(0), Float(-0.0), std::numeric_limits<Float>::denorm_min(),
                        -std::numeric_limits<Float>::denorm_min(), -std::numeric_limits<Float>::epsilon() / 4,
                        no_fractions, -no_fractions, no_fractions + 1, -no_fractions - 1, 4 * no_fractions,
                        std::numeric_limits<Float>::max(), std::numeric_limits<Float>::lowest()})
    expect_rounded(x);
}

TEST(RoundToInteger, FloatsNearTies) { expect_rounded_near_ties<float>(); }
TEST(RoundToInteger, DoublesNearTies) { expect_rounded_near_ties<double>(); }

TEST(RoundToInteger, FloatsOfEveryExponent) {
  Dice dice(1);
  for (int i = 0; i < 20000; ++i) {
    const auto x = std::bit_cast<float>(static_cast<std::uint32_t>(dice.below(Index{1} << 32)));
    if (std::isfinite(x)) expect_rounded(x);
  }
}

// The code is compared with all codes in the range, not only with its two neighbours.
RC_GTEST_PROP(NearestCode, IsNearestOfAll, ()) {
  Problem p = *problems();
  const bool bounded = p.grid.range.min && p.grid.range.max;
  for (Index row = 0; row < p.out(); ++row)
    for (Index j = 0; j < p.in(); ++j) {
      const Rational target = p.weight(row, j);
      const Code code = nearest(p.grid, row, j, target, p.rounding);
      const auto distance = [&](Code c) { return Rational(abs(target - value(p.grid, row, j, c))); };
      const auto offered = [&](Code c) {
        return (!p.grid.range.min || c >= *p.grid.range.min) && (!p.grid.range.max || c <= *p.grid.range.max);
      };
      RC_ASSERT(offered(code));
      const Code first = bounded ? *p.grid.range.min : code - 3;
      const Code last = bounded ? *p.grid.range.max : code + 3;
      for (Code other = first; other <= last; ++other) {
        if (!offered(other) || other == code) continue;
        RC_ASSERT(distance(code) <= distance(other));
        if (distance(code) < distance(other)) continue;
        const Rational quotient = target / p.grid.scale_at(row, j);
        RC_ASSERT(is_rounded(quotient, Rational(code - p.grid.zero_at(row, j)), p.rounding));
      }
    }
}

// Inside its cell a code is the nearest, at the end of the cell another code is as near, and beyond the end
// that one is nearer.
RC_GTEST_PROP(Cell, EndsWhereAnotherCodeIsAsNear, ()) {
  Problem p = *problems();
  for (Index row = 0; row < p.out(); ++row)
    for (Index j = 0; j < p.in(); ++j) {
      const Code code = nearest(p.grid, row, j, p.weight(row, j), p.rounding);
      const Rational own = value(p.grid, row, j, code);
      const auto nearest_at = [&](const Rational& away) {
        return nearest(p.grid, row, j, Rational(own + away), p.rounding);
      };
      const Cell<Rational> around = cell(p.grid, row, j, code);
      const Rational scale = abs(p.grid.scale_at(row, j));
      for (const int side : {-1, 1}) {
        const std::optional<Rational>& end = side > 0 ? around.above : around.below;
        RC_ASSERT(nearest_at(side * scale * Rational(499, 1000)) == code);
        const Code beyond = nearest_at(side * scale * Rational(501, 1000));
        RC_ASSERT((beyond == code) == !end);
        if (end) RC_ASSERT(abs(own + side * *end - value(p.grid, row, j, beyond)) == *end);
      }
    }
}

TEST(NearestCode, Literal) {
  // One row and two groups, with scale 1/2 and zero 3, and scale -2 and zero 0.
  Grid<Rational> grid{2, {Rational(1, 2), -2}, {3, 0}, {1, 0}, {0, 7}};
  EXPECT_EQ(nearest(grid, 0, 1, Rational(-1), Rounding::half_even), 1);
  EXPECT_EQ(nearest(grid, 0, 1, Rational(3, 4), Rounding::half_even), 5);  // 3/2 is rounded to 2
  EXPECT_EQ(nearest(grid, 0, 0, Rational(-5), Rounding::half_even), 2);    // 5/2 is rounded to 2
  EXPECT_EQ(nearest(grid, 0, 0, Rational(-5), Rounding::half_up), 3);
  EXPECT_EQ(nearest(grid, 0, 0, Rational(5), Rounding::half_even), 0);
  EXPECT_EQ(nearest(grid, 0, 0, exact(-0x1p100), Rounding::half_even),
            7);  // no code fits 62 bits, but it is clamped
  EXPECT_EQ(value(grid, 0, 0, 7), -14);
  EXPECT_EQ(value(grid, 0, 1, 7), 2);
}

TEST(NearestCode, RefusesWhatNeedsMoreThan62Bits) {
  Grid<Rational> grid{1, {1}, {0}, {0}, {}};
  const Rational limit = exact(0x1p62);
  EXPECT_EQ(nearest(grid, 0, 0, exact(0x1p53) + 1, Rounding::half_even), (Code{1} << 53) + 1);
  EXPECT_EQ(nearest(grid, 0, 0, Rational(limit - 1), Rounding::half_even), (Code{1} << 62) - 1);
  EXPECT_EQ(nearest(grid, 0, 0, Rational(1 - limit), Rounding::half_even), 1 - (Code{1} << 62));
  EXPECT_THROW(nearest(grid, 0, 0, limit, Rounding::half_even), Error);
  EXPECT_THROW(nearest(grid, 0, 0, Rational(-limit), Rounding::half_even), Error);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Grid<double> floats{1, {1.0}, {0}, {0}, {}};
  EXPECT_THROW(nearest(floats, 0, 0, nan, Rounding::half_even), Error);
}

}  // namespace
}  // namespace quantcheck::test
