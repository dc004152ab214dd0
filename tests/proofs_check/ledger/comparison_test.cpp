#include <gtest/gtest.h>

#include <cmath>

#include <quantcheck/proofs_check/ledger/comparison.h>

namespace quantcheck::test {

using namespace check;
using namespace check::ledger;

namespace {

using reference::Rational;

// 8 ratios are below 1 and 2 above; the 5 equal ones do not count. The ends x of Wilson's interval fulfil
// (8/10 - x)^2 = z^2 x (1 - x) / 10 with z = 2.5758.
TEST(Comparisons, ShareIsBetweenTheRootsOfWilsonsEquation) {
  Comparison comparison;
  for (int k = 0; k < 8; ++k) comparison.add(1, 2);
  for (int k = 0; k < 2; ++k) comparison.add(3, 2);
  for (int k = 0; k < 5; ++k) comparison.add(2, 2);
  EXPECT_EQ(comparison.below(), 8);
  EXPECT_EQ(comparison.equal(), 5);
  EXPECT_EQ(comparison.count(), 15);
  const Interval share = comparison.share_below();
  for (const double x : {share.low, share.high})
    EXPECT_NEAR((0.8 - x) * (0.8 - x), 2.5758 * 2.5758 * x * (1 - x) / 10, 1e-12);
  EXPECT_LT(share.low, 0.8);
  EXPECT_GT(share.high, 0.8);
}

// The ratios are 1/2, 1/2, 1 and 2. Their logarithms have the mean -ln 2 / 4 and the variance 11/12 ln^2 2.
TEST(Comparisons, RatioIsAroundTheGeometricMean) {
  Comparison comparison;
  for (const Rational& a : {Rational(1), Rational(1), Rational(2), Rational(4)}) comparison.add(a, 2);
  const Interval ratio = comparison.mean_ratio();
  const double half = 2.5758 * std::log(2.0) * std::sqrt(11.0 / 12 / 4);
  EXPECT_NEAR(std::log(ratio.low), -std::log(2.0) / 4 - half, 1e-12);
  EXPECT_NEAR(std::log(ratio.high), -std::log(2.0) / 4 + half, 1e-12);
}

TEST(Comparisons, NothingIsKnownOfEqualPairs) {
  Comparison comparison;
  comparison.add(1, 1);
  EXPECT_LT(comparison.share_below().low, 0.5);
  EXPECT_GT(comparison.share_below().high, 0.5);
}

}  // namespace
}  // namespace quantcheck::test
