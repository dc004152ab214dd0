// E8: its points, and its nearest point by cosets, compared with an enumeration and with the definition of
// the Voronoi cell.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <quantcheck/reference/error.h>
#include <quantcheck/reference/lattice/e8_all_nearest.h>
#include <quantcheck/reference/lattice/e8_nearest.h>
#include <quantcheck/tests/support/e8_points.h>
#include <quantcheck/tests/support/generators.h>

namespace quantcheck::test {
namespace {

using namespace reference;

Block<Rational> sum(const Block<Rational>& a, const Block<Rational>& b) {
  Block<Rational> x;
  for (std::size_t i = 0; i < 8; ++i) x[i] = a[i] + b[i];
  return x;
}

RC_GTEST_PROP(E8, CoordinatesAndPointsAreEachOthersInverse, ()) {
  Dice dice(*seeds());
  const E8Point point = random_e8_point(dice, 1000);
  RC_ASSERT(in_e8(point));
  RC_ASSERT(e8_point(e8_coordinates(point)) == point);
  Block<Code> c;
  for (Code& value : c) value = dice.between(-1000, 1000);
  RC_ASSERT(in_e8(e8_point(c)));
  RC_ASSERT(e8_coordinates(e8_point(c)) == c);
}

TEST(E8, Membership) {
  EXPECT_TRUE(in_e8({{0, 0, 0, 0, 0, 0, 0, 0}}));
  EXPECT_TRUE(in_e8({{1, 1, 1, 1, 1, 1, -1, -1}}));
  EXPECT_TRUE(in_e8({{-4, 0, 0, 0, 0, 0, 0, 0}}));
  EXPECT_FALSE(in_e8({{2, 0, 0, 0, 0, 0, 0, 0}}));   // its sum is odd
  EXPECT_FALSE(in_e8({{1, 1, 1, 1, 1, 1, 1, -1}}));  // its sum is odd
  EXPECT_FALSE(in_e8({{1, 1, 1, 1, 1, 1, 2, 0}}));   // it mixes both cosets
  EXPECT_THROW(e8_coordinates({{2, 0, 0, 0, 0, 0, 0, 0}}), Error);
}

TEST(E8, ThereAre240MinimalVectorsInLexicographicOrder) {
  const std::vector<E8Point>& vectors = e8_minimal_vectors();
  ASSERT_EQ(vectors.size(), 240u);
  EXPECT_TRUE(std::ranges::is_sorted(vectors, std::less<>()));
  EXPECT_EQ(std::ranges::adjacent_find(vectors), vectors.end());
  for (std::size_t i = 0; i < vectors.size(); ++i) {
    EXPECT_TRUE(in_e8(vectors[i]));
    EXPECT_EQ(four_times_inner_product(vectors[i], vectors[i]), 8);
  }
}

RC_GTEST_PROP(E8Nearest, IsTheGreatestOfAllNearestPoints, ()) {
  Dice dice(*seeds());
  const Block<Rational> x = random_point(dice);
  const AllNearest all = all_nearest_e8(x);
  RC_CLASSIFY(all.points.size() > 1, "tie");
  RC_CLASSIFY(all.points.size() == 16, "deep hole");
  for (const E8Point& point : all.points) RC_ASSERT(in_e8(point));
  RC_ASSERT(nearest_e8(x) == all.points.back());
  RC_ASSERT(all.squared_distance <= 1);
}

// x - y is in the cell of 0, as <x - y, r> <= 1 for the 240 minimal vectors r. So no other point is nearer to
// x than y.
RC_GTEST_PROP(E8Nearest, TheDifferenceIsInTheVoronoiCell, ()) {
  Dice dice(*seeds());
  const Block<Rational> x = random_point(dice);
  const AllNearest all = all_nearest_e8(x);
  Index at_the_boundary = 0;
  for (const E8Point& r : e8_minimal_vectors()) {
    Rational product = 0;
    for (std::size_t i = 0; i < 8; ++i)
      product += (x[i] - Rational(all.points.front().twice[i], 2)) * Rational(r.twice[i], 2);
    RC_ASSERT(product <= 1);
    at_the_boundary += product == 1 ? 1 : 0;
  }
  // Neighbours of the cell across a corner need not be neighbours across a face.
  RC_ASSERT((at_the_boundary > 0) == (all.points.size() > 1));
}

RC_GTEST_PROP(E8Nearest, MovesWithTheLattice, ()) {
  Dice dice(*seeds());
  const Block<Rational> x = random_point(dice);
  const E8Point v = random_e8_point(dice, 1000);
  RC_ASSERT(nearest_e8(sum(x, check::values_of(v))) == nearest_e8(x) + v);
}

// The same text gives the same points for rationals, for integers over a common denominator, and for doubles
// that hold them.
RC_GTEST_PROP(E8Nearest, IsOneTextForEveryArithmetic, ()) {
  Dice dice(*seeds());
  const Code unit = dice.pick<Code>({2, 4, 6, 28, 30});
  Block<Code> numerator;
  Block<Rational> exact;
  Block<double> rounded;
  for (std::size_t i = 0; i < 8; ++i) {
    numerator[i] = dice.between(-9 * unit, 9 * unit);
    exact[i] = Rational(numerator[i], unit);
    rounded[i] = static_cast<double>(numerator[i]);
  }
  const E8Point nearest = nearest_e8(exact);
  RC_ASSERT(nearest_e8<Code>(numerator, unit) == nearest);
  RC_ASSERT(nearest_e8<double>(rounded, static_cast<double>(unit)) == nearest);
}

TEST(E8Nearest, AnIntegerPointOfOddSumMovesThoughItHasNoResidual) {
  Block<Rational> x;
  x.fill(0);
  x[3] = 1;
  const AllNearest all = all_nearest_e8(x);
  EXPECT_EQ(all.points.size(), 16u);
  EXPECT_EQ(all.squared_distance, 1);
  EXPECT_EQ(nearest_e8(x), all.points.back());
  EXPECT_EQ(nearest_e8(x), (E8Point{{2, 0, 0, 2, 0, 0, 0, 0}}));
}

TEST(E8Nearest, WhatIntegersDoNotHoldIsRefused) {
  Block<Rational> x;
  x.fill(0);
  x[7] = Rational(Code{1} << 57);
  EXPECT_THROW(nearest_e8(x), Error);
  EXPECT_THROW(all_nearest_e8(x), Error);
  x[7] = Rational((Code{1} << 57) - 2);
  EXPECT_EQ(nearest_e8(x).twice[7], (Code{1} << 58) - 4);
}

}  // namespace
}  // namespace quantcheck::test
