// The roundings that stored scales may be the result of.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <quantcheck/proofs_check/diagnose/scales/scale_roundings.h>

namespace quantcheck::test {
namespace {

using check::Direction;
using check::ScaleRounding;

std::vector<ScaleRounding> roundings_of(const std::vector<double>& scale) {
  check::Case c;
  c.grid.groups = 1;
  c.grid.group_index = {0};
  c.grid.scale = scale;
  return check::possible_roundings(c);
}

// Of the only scale: the ends of what rounds to it, as "low high", or "" where it is not of the format.
std::string ends(double scale, const std::string& id, Direction direction) {
  for (const ScaleRounding& each : roundings_of({scale}))
    if (each.id == id && each.direction == direction)
      return std::to_string(each.bounds.low[0] * scale) + " " + std::to_string(each.bounds.high[0] * scale);
  return "";
}

TEST(ScaleRoundings, AreTheIntervalsThatRoundToANumber) {
  EXPECT_EQ(ends(2, "power-of-two", Direction::nearest), "1.500000 3.000000");
  EXPECT_EQ(ends(2, "power-of-two", Direction::nearest_exponent), "1.414214 2.828427");
  EXPECT_EQ(ends(2, "power-of-two", Direction::down), "2.000000 4.000000");
  EXPECT_EQ(ends(2, "power-of-two", Direction::up), "1.000000 2.000000");
  EXPECT_EQ(ends(3, "power-of-two", Direction::up), "");
  EXPECT_EQ(ends(1.25, "e4m3", Direction::nearest), "1.187500 1.312500");
  EXPECT_EQ(ends(1, "e4m3", Direction::nearest), "0.968750 1.062500");
  EXPECT_EQ(ends(1, "e4m3", Direction::up), "0.937500 1.000000");
  EXPECT_EQ(ends(0x1p-6, "e4m3", Direction::up), "0.013672 0.015625");  // beside the subnormal numbers
  EXPECT_EQ(ends(0x1p-9, "e4m3", Direction::down), "0.001953 0.003906");
  EXPECT_EQ(ends(0x1p-10, "e4m3", Direction::down), "");
  EXPECT_EQ(ends(1.0625, "e4m3", Direction::nearest), "");
  EXPECT_EQ(ends(1.0078125, "bf16", Direction::down), "1.007812 1.015625");
  EXPECT_EQ(ends(1 + 0x1p-10, "bf16", Direction::down), "");
  EXPECT_EQ(ends(1 + 0x1p-10, "f16", Direction::down), "1.000977 1.001953");
}

TEST(ScaleRoundings, OfE4m3NumbersTimesAFactorAreFound) {
  const float factor = 3.7e-5F;
  std::vector<double> scale;
  for (const float number : {448.F, 16.F, 18.F, 26.F, 11.F, 7.5F, 120.F})
    scale.push_back(static_cast<double>(factor * number));
  const std::vector<ScaleRounding> found = roundings_of(scale);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].id, "e4m3");
  EXPECT_NE(found[0].words.find("times one factor for all"), std::string::npos);
  EXPECT_NEAR(found[0].bounds.low[1] * 16, 15.5, 1e-5);
  EXPECT_NEAR(found[0].bounds.high[1] * 16, 17, 1e-5);
  scale.back() *= 1.001;
  EXPECT_TRUE(roundings_of(scale).empty());
}

}  // namespace
}  // namespace quantcheck::test
