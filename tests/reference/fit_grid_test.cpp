// Grids computed by hand, and least squares found by trying every candidate.
#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <vector>

#include <quantcheck/reference/error.h>
#include <quantcheck/reference/fit_grid.h>
#include <quantcheck/reference/number/nearest_float.h>
#include <quantcheck/reference/rounding.h>

namespace quantcheck::test {

using namespace reference;

namespace {

using Weights = std::vector<Rational>;

constexpr GridShape symmetric{15, true};
constexpr GridShape asymmetric{15, false};

TEST(CoveringGrid, Symmetric) {
  EXPECT_EQ(covering_grid(Weights{1, Rational(-15, 2), 2}, symmetric), (GroupGrid{1, 0}));
  EXPECT_EQ(covering_grid(Weights{3, 1}, symmetric), (GroupGrid{0.4F, 0}));
  EXPECT_EQ(covering_grid(Weights{3, -1}, {2, true}), (GroupGrid{3, 0}));
  EXPECT_EQ(covering_grid(Weights{0, 0}, symmetric), (GroupGrid{2.0F / 15, 0}));
  EXPECT_EQ((GridShape{2, true}.min()), -1);
  EXPECT_EQ((GridShape{15, true}.min()), -8);
  EXPECT_EQ((GridShape{15, true}.max()), 7);
  EXPECT_EQ((GridShape{15, false}.min()), 0);
}

TEST(CoveringGrid, AsymmetricHoldsZero) {
  EXPECT_EQ(covering_grid(Weights{-1, 14}, asymmetric), (GroupGrid{1, 1}));
  EXPECT_EQ(covering_grid(Weights{5, 30}, asymmetric), (GroupGrid{2, 0}));
  EXPECT_EQ(covering_grid(Weights{-5, -30}, asymmetric), (GroupGrid{2, 15}));
  EXPECT_EQ(covering_grid(Weights{0}, asymmetric), (GroupGrid{2.0F / 15, 7}));  // 2/15 is rounded up
}

TEST(CoveringGrid, ItsZeroIsEvenAtATie) {
  EXPECT_EQ(covering_grid(Weights{Rational(-1, 2), Rational(29, 2)}, asymmetric), (GroupGrid{1, 0}));
  EXPECT_EQ(covering_grid(Weights{Rational(-3, 2), Rational(27, 2)}, asymmetric), (GroupGrid{1, 2}));
}

// For the scale 1/7 the zero would be 3/2, a tie. The scale is the next float above it, for which the zero is
// less than 3/2 before it is rounded.
TEST(CoveringGrid, ItsZeroIsThatOfTheRoundedScale) {
  const Weights weights{Rational(-3, 14), Rational(11, 14)};
  EXPECT_EQ(covering_grid(weights, {7, false}), (GroupGrid{1.0F / 7, 1}));
}

TEST(CoveringGrid, ItsScaleIsANormalFloat) {
  constexpr float least = std::numeric_limits<float>::min();
  EXPECT_EQ(covering_grid(Weights{exact(1e-300)}, symmetric), (GroupGrid{least, 0}));
  EXPECT_EQ(covering_grid(Weights{exact(-1e-300)}, asymmetric), (GroupGrid{least, 0}));
  EXPECT_THROW(covering_grid(Weights{exact(1e300)}, symmetric), Error);
}

Rational squared_error(const Weights& weights, const Rational& scale, Code zero, const GridShape& shape,
                       Rounding rounding) {
  Rational sum = 0;
  for (const Rational& w : weights) {
    Rational code = round_to_integer(Rational(w / scale), rounding) + zero;
    if (code < shape.min()) code = shape.min();
    if (code > shape.max()) code = shape.max();
    const Rational error = w - scale * (code - zero);
    sum += error * error;
  }
  return sum;
}

GroupGrid expected(const Weights& weights, const GridShape& shape, Rounding rounding) {
  const GroupGrid covering = covering_grid(weights, shape);
  GroupGrid best{0, covering.zero};
  Rational least = -1;
  for (int percent = 21; percent <= 100; ++percent) {
    const float scale = nearest_float(exact(static_cast<double>(covering.scale)) * Rational(percent, 100));
    const Rational error =
        squared_error(weights, exact(static_cast<double>(scale)), covering.zero, shape, rounding);
    if (least >= 0 && error > least) continue;
    best.scale = scale;
    least = error;
  }
  return best;
}

TEST(LeastSquaresGrid, IsTheBestOfEighty) {
  std::mt19937_64 random(4);
  const auto below = [&random](Code n) {
    return static_cast<Code>(random() % static_cast<std::uint64_t>(n));
  };
  for (int k = 0; k < 60; ++k) {
    Weights weights;
    for (Code left = below(12) + 1; left > 0; --left)
      weights.emplace_back(below(401) - 200, below(5) == 0 ? 16 : 128);
    const GridShape shape{below(20) + 1, k % 2 == 0};
    const Rounding rounding = k % 3 == 0 ? Rounding::half_up : Rounding::half_even;
    EXPECT_EQ(least_squares_grid(weights, shape, rounding), expected(weights, shape, rounding));
  }
}

TEST(LeastSquaresGrid, OfEqualOnesTheLargest) {
  EXPECT_EQ(least_squares_grid(Weights{0, 0}, symmetric, Rounding::half_even), (GroupGrid{2.0F / 15, 0}));
  EXPECT_EQ(least_squares_grid(Weights{1, 7}, {14, true}, Rounding::half_even), (GroupGrid{1, 0}));
}

// All weights but one lie on the grid of 0.20 times the covering scale, which is not among the eighty
// candidates.
TEST(LeastSquaresGrid, GoesNoFurther) {
  Weights weights{Rational(15, 2)};
  for (int k = 0; k < 400; ++k)
    for (int steps = 1; steps <= 7; ++steps) weights.emplace_back(steps, 5);
  const GroupGrid found = least_squares_grid(weights, symmetric, Rounding::half_even);
  EXPECT_GE(found.scale, 0.21F);
  EXPECT_EQ(found, expected(weights, symmetric, Rounding::half_even));
}

}  // namespace
}  // namespace quantcheck::test
