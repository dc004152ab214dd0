// Voronoi codes, checked against their definition.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <quantcheck/reference/error.h>
#include <quantcheck/reference/lattice/e8_all_nearest.h>
#include <quantcheck/reference/lattice/voronoi_code.h>
#include <quantcheck/tests/support/e8_points.h>
#include <quantcheck/tests/support/generators.h>

namespace quantcheck::test {
namespace {

using namespace reference;

Code nesting_ratio(Dice& dice) { return dice.pick<Code>({2, 3, 4, 7, 14, 16, 255, max_nesting_ratio}); }

Block<Rational> over(const E8Point& y, Code q) {
  Block<Rational> x;
  for (std::size_t i = 0; i < 8; ++i) x[i] = Rational(y.twice[i], 2 * q);
  return x;
}

RC_GTEST_PROP(VoronoiCode, DecodesToAPointOfLeastNormInItsClass, ()) {
  Dice dice(*seeds());
  const Code q = nesting_ratio(dice);
  const E8Point y = random_e8_point(dice, 3 * q);
  const Block<Code> code = voronoi_code(y, q);
  for (const Code c : code) RC_ASSERT(0 <= c && c < q);
  const E8Point point = voronoi_point(code, q);

  // The point is in the class of y, as (y - point) / q is in E8. It has the least norm, as 0 is a nearest
  // point of point / q.
  const Block<Code> difference = e8_coordinates(y - point);
  for (const Code c : difference) RC_ASSERT(c % q == 0);
  const AllNearest all = all_nearest_e8(over(point, q));
  RC_ASSERT(std::ranges::find(all.points, E8Point{}) != all.points.end());
  RC_ASSERT(four_times_inner_product(point, point) <= 4 * q * q);
  RC_ASSERT(voronoi_code(point, q) == code);
}

RC_GTEST_PROP(VoronoiCode, OverloadIsThePublishedTestByTheLatticeUnderASoundTieRule, ()) {
  Dice dice(*seeds());
  const Code q = nesting_ratio(dice);
  const E8Point y = random_e8_point(dice, q);
  RC_CLASSIFY(all_nearest_e8(over(y, q)).points.size() > 1, "tie");
  RC_ASSERT(overloads(y, q) == (nearest_e8(over(y, q)) != E8Point{}));
}

RC_GTEST_PROP(VoronoiCode, AnyIntegersStandForTheirResidues, ()) {
  Dice dice(*seeds());
  const Code q = nesting_ratio(dice);
  Block<Code> code;
  Block<Code> shifted;
  for (std::size_t i = 0; i < 8; ++i) {
    code[i] = dice.below(q);
    shifted[i] = code[i] + q * dice.between(-5, 5);
  }
  RC_ASSERT(voronoi_point(shifted, q) == voronoi_point(code, q));
}

// The cheaper decoder finds another member of the class, which is no shorter.
RC_GTEST_PROP(VoronoiCode, RepairedInTheFirstCoordinateStaysInItsClass, ()) {
  Dice dice(*seeds());
  const Code q = nesting_ratio(dice);
  const Block<Code> code = voronoi_code(random_e8_point(dice, 3 * q), q);
  const E8Point cheap = voronoi_point(code, q, first_coordinate);
  const E8Point least = voronoi_point(code, q);
  RC_ASSERT(voronoi_code(cheap, q) == code);
  RC_ASSERT(four_times_inner_product(cheap, cheap) >= four_times_inner_product(least, least));
}

TEST(VoronoiCode, NestingRatiosAndPointsAreChecked) {
  for (const Code q : {Code{-2}, Code{0}, Code{1}, max_nesting_ratio + 1}) {
    EXPECT_THROW(voronoi_code({}, q), Error);
    EXPECT_THROW(voronoi_point({}, q), Error);
  }
  EXPECT_THROW(voronoi_code({{2, 0, 0, 0, 0, 0, 0, 0}}, 4), Error);
}

}  // namespace
}  // namespace quantcheck::test
