// Tables of levels: those that have names, and the gaps in them.
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include <quantcheck/proofs_check/problems/random_levels.h>
#include <quantcheck/reference/known_levels.h>
#include <quantcheck/reference/levels.h>

namespace quantcheck::test {
namespace {

using namespace reference;
using check::exact_levels;

// By its definition a pattern s ee m with ee > 0 is (-1)^s 2^(ee - 1) (1 + m / 2), and one with ee = 0 is
// (-1)^s m / 2.
TEST(KnownLevels, E2m1IsAsDefined) {
  for (unsigned pattern = 0; pattern < 16; ++pattern) {
    const bool negative = (pattern >> 3U) != 0;
    const int exponent = static_cast<int>((pattern >> 1U) & 3U);
    const double mantissa = (pattern & 1U) != 0 ? 0.5 : 0;
    const double magnitude = exponent > 0 ? std::ldexp(1 + mantissa, exponent - 1) : mantissa;
    const auto level = static_cast<double>(e2m1_levels[pattern]);
    EXPECT_EQ(std::abs(level), magnitude) << pattern;
    EXPECT_EQ(std::signbit(level), negative) << pattern;
  }
}

TEST(KnownLevels, Nf4IsAscendingFromMinus1To1) {
  EXPECT_EQ(nf4_levels.front(), -1.0F);
  EXPECT_EQ(nf4_levels[7], 0.0F);
  EXPECT_EQ(nf4_levels.back(), 1.0F);
  for (std::size_t k = 1; k < nf4_levels.size(); ++k) EXPECT_LT(nf4_levels[k - 1], nf4_levels[k]);
}

// The levels of NF4 are quantiles of the normal distribution. With delta = (1/32 + 1/30) / 2 the positive
// ones are Phi^-1 at eight equal steps from 1/2 to 1 - delta, the negative ones at seven, and all are divided
// by the largest.
TEST(KnownLevels, Nf4IsOfNormalQuantiles) {
  const double last = 1 - (1.0 / 32 + 1.0 / 30) / 2;
  const auto phi = [](double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; };
  const auto quantile = [&](double probability) {
    double low = 0;
    double high = 10;
    for (int step = 0; step < 200; ++step) {
      const double middle = (low + high) / 2;
      (phi(middle) < probability ? low : high) = middle;
    }
    return low;
  };
  for (int k = 0; k <= 8; ++k)
    EXPECT_NEAR(static_cast<double>(nf4_levels[7 + k]), quantile(0.5 + (last - 0.5) * k / 8) / quantile(last),
                1e-6)
        << k;
  for (int k = 0; k <= 7; ++k)
    EXPECT_NEAR(static_cast<double>(nf4_levels[7 - k]),
                -quantile(0.5 + (last - 0.5) * k / 7) / quantile(last), 1e-6)
        << k;
}

TEST(Gaps, OfE2m1) {
  const auto levels = exact_levels(e2m1_levels);
  const Rational half(1, 2);
  EXPECT_EQ(gaps_in_table(levels, 0), (Gaps<Rational>{half, half}));  // +0 and -0 are no neighbours
  EXPECT_EQ(gaps_in_table(levels, 8), (Gaps<Rational>{half, half}));
  EXPECT_EQ(gaps_in_table(levels, 4), (Gaps<Rational>{half, Rational(1)}));
  EXPECT_EQ(gaps_in_table(levels, 12), (Gaps<Rational>{Rational(1), half}));
  EXPECT_EQ(gaps_in_table(levels, 6), (Gaps<Rational>{Rational(1), Rational(2)}));
  EXPECT_EQ(gaps_in_table(levels, 7), (Gaps<Rational>{Rational(2), std::nullopt}));
  EXPECT_EQ(gaps_in_table(levels, 15), (Gaps<Rational>{std::nullopt, Rational(2)}));
  EXPECT_EQ(smallest_gap_in_table(levels), half);
  EXPECT_EQ(distinct_levels(levels).size(), 15U);
  EXPECT_EQ(distinct_levels(std::vector<float>(e2m1_levels.begin(), e2m1_levels.end())).size(), 15U);
}

TEST(Gaps, TheLargerOne) {
  using Some = std::optional<Rational>;
  EXPECT_EQ(larger_gap(Gaps<Rational>{Some(1), Some(2)}), Some(2));
  EXPECT_EQ(larger_gap(Gaps<Rational>{Some(2), Some(1)}), Some(2));
  EXPECT_EQ(larger_gap(Gaps<Rational>{{}, Some(1)}), Some(1));
  EXPECT_EQ(larger_gap(Gaps<Rational>{Some(1), {}}), Some(1));
  EXPECT_EQ(larger_gap(Gaps<Rational>{}), Some());
}

TEST(Gaps, ThereAreNoneInATableOfOneValue) {
  const std::vector<Rational> levels{3, 3};
  for (const Code code : {0, 1}) EXPECT_EQ(gaps_in_table(levels, code), Gaps<Rational>());
  EXPECT_EQ(smallest_gap_in_table(levels), std::nullopt);
  EXPECT_EQ(distinct_levels(levels), std::vector<Rational>{3});
}

TEST(Gaps, OfLevelsInAnyOrder) {
  const std::vector<Rational> levels{5, -1, 2, 2, Rational(7, 3)};
  EXPECT_EQ(gaps_in_table(levels, 2), (Gaps<Rational>{Rational(3), Rational(1, 3)}));
  EXPECT_EQ(gaps_in_table(levels, 3), gaps_in_table(levels, 2));
  EXPECT_EQ(gaps_in_table(levels, 0), (Gaps<Rational>{Rational(8, 3), std::nullopt}));
  EXPECT_EQ(smallest_gap_in_table(levels), Rational(1, 3));
  EXPECT_EQ(distinct_levels(levels), (std::vector<Rational>{-1, 2, Rational(7, 3), 5}));
}

}  // namespace
}  // namespace quantcheck::test
