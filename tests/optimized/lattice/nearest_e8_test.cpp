// The nearest points of E8: on every float they are those of the exact reference.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <quantcheck/optimized/e8.h>
#include <quantcheck/reference/lattice/e8_nearest.h>
#include <quantcheck/tests/support/e8_blocks.h>
#include <quantcheck/tests/support/refusal.h>
#include <quantcheck/tests/support/sanitized.h>

namespace quantcheck::test {
namespace {

using optimized::nearest_e8;
using reference::E8Point;
using reference::Rational;

std::vector<float> nearest(const std::vector<float>& x) {
  std::vector<float> y(x.size(), std::numeric_limits<float>::quiet_NaN());
  nearest_e8(x, y);
  return y;
}

E8Point point_at(const std::vector<float>& y, Index b) {
  E8Point point;
  for (Index i = 0; i < 8; ++i) point.twice[i] = static_cast<Code>(2 * y[8 * b + i]);
  return point;
}

std::string words(const std::vector<float>& x, Index b) {
  std::string text = "block";
  char number[40];
  for (Index i = 0; i < 8; ++i) {
    std::snprintf(number, sizeof number, " %a", static_cast<double>(x[8 * b + i]));
    text += number;
  }
  return text;
}

class Kinds : public testing::TestWithParam<BlockKind> {};

TEST_P(Kinds, AreTheReferencesPoints) {
  constexpr Index blocks = sanitized ? 40 : 150;
  for (int power = -2; power <= 21; ++power) {
    const float size = std::ldexp(1.0F, power) / 8;  // eight standard deviations
    const std::vector<float> x = e8_blocks(GetParam(), blocks, size, static_cast<std::uint64_t>(power + 10));
    const std::vector<float> y = nearest(x);
    for (Index b = 0; b < blocks; ++b) {
      ASSERT_EQ(point_at(y, b), reference::nearest_e8<Rational>(exact_block(x, b))) << words(x, b);
      for (Index i = 0; i < 8; ++i) {
        EXPECT_EQ(2 * y[8 * b + i], static_cast<float>(point_at(y, b).twice[i]));
        EXPECT_TRUE(y[8 * b + i] != 0 || !std::signbit(y[8 * b + i])) << words(x, b);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(OfBlocks, Kinds, testing::ValuesIn(all_block_kinds),
                         [](const auto& kind) { return name_of(kind.param); });

// The coordinates are so large that floats have no more than halves or quarters there.
TEST(NearestE8, IsALatticePointAtEveryMagnitude) {
  for (int power = 0; power <= 22; ++power)
    for (const BlockKind kind : all_block_kinds) {
      std::vector<float> x = e8_blocks(kind, 200, 3.0F, static_cast<std::uint64_t>(power));
      const float top = std::ldexp(1.0F, power);
      for (std::size_t k = 0; k < x.size(); ++k) {
        const float far = std::ldexp(1.0F, power) * (k % 3 == 0 ? -1.0F : 1.0F);
        x[k] = std::min(top, std::max(-top, x[k] + (k % 2 == 0 ? far : far / 2)));
      }
      const std::vector<float> y = nearest(x);
      for (Index b = 0; b < 200; ++b) {
        ASSERT_TRUE(in_e8(point_at(y, b))) << words(x, b);
        ASSERT_EQ(point_at(y, b), reference::nearest_e8<Rational>(exact_block(x, b))) << words(x, b);
      }
    }
}

TEST(NearestE8, CommutesWithTranslations) {
  for (const BlockKind kind : {BlockKind::grained, BlockKind::faces, BlockKind::edges, BlockKind::holes}) {
    const std::vector<float> x = e8_blocks(kind, 500, 4.0F, 11);
    const std::vector<float> shift = nearest(e8_blocks(BlockKind::spread, 500, 4000.0F, 12));
    std::vector<float> moved = x;
    for (std::size_t k = 0; k < x.size(); ++k) moved[k] += shift[k];
    std::vector<float> expected = nearest(x);
    for (std::size_t k = 0; k < x.size(); ++k) expected[k] += shift[k];
    EXPECT_EQ(nearest(moved), expected) << name_of(kind);
  }
}

TEST(NearestE8, LeavesLatticePointsAsTheyAre) {
  const std::vector<float> points = nearest(e8_blocks(BlockKind::spread, 3000, 100000.0F, 13));
  EXPECT_EQ(nearest(points), points);
}

TEST(NearestE8, RefusesWhatFloatsCannotPlace) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  constexpr float numbers[] = {
      0x1.000002p22F,  // the least that is refused: coordinates reach 2^22
      -0x1.000002p22F,
      0x1p23F,  // from here on a float has no halves
      -0x1p23F,        -0x1.8p23F,
      0x1p24F,  // from here on not every integer is a float
      0x1.23456p40F,
      3.4e38F,  // nearly the greatest float
      -3.4e38F,        infinity,   -infinity, std::numeric_limits<float>::quiet_NaN(),
  };
  for (const float odd : numbers)
    for (const Index b : {0, 15, 16, 255, 256, 299}) {
      std::vector<float> x = e8_blocks(BlockKind::spread, 300, 4.0F, 14);
      x[8 * b + b % 8] = odd;
      if (b < 299) x[8 * 299] = odd;  // the first one is named
      const std::string place = "block " + std::to_string(b) + ", value " + std::to_string(b % 8);
      std::vector<float> y(x.size());
      expect_refusal({place.c_str(), "2^22"}, [&] { nearest_e8(x, y); });
      expect_refusal({place.c_str(), "2^22"}, [&] { nearest_e8(x, x); });
    }
}

TEST(NearestE8, RefusesSizesThatDoNotFit) {
  std::vector<float> x(24), y(16), odd(23), odd_y(23);
  expect_refusal({"24 values, 16"}, [&] { nearest_e8(x, y); });
  expect_refusal({"23 values"}, [&] { nearest_e8(odd, odd_y); });
  expect_refusal({"threads"}, [&] { nearest_e8(x, x, {{}, -1}); });
  EXPECT_EQ(refusal([] { nearest_e8({}, {}); }), "");
}

}  // namespace
}  // namespace quantcheck::test
