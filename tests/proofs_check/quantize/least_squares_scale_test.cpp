// Scales that double chooses by least squares, compared with the definition.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/quantize/interval_grid.h>
#include <quantcheck/proofs_check/quantize/least_squares_scale.h>

namespace quantcheck::test {
namespace {

using check::Dice;
using reference::GroupGrid;
using reference::Rational;

std::vector<Rational> in_fractions(const std::vector<double>& values) {
  std::vector<Rational> result;
  for (const double x : values) result.push_back(reference::exact(x));
  return result;
}

GroupGrid defined(const std::vector<double>& weights, const GridShape& shape) {
  return reference::least_squares_grid(in_fractions(weights), shape, Rounding::half_even);
}

std::optional<GroupGrid> in_double(const std::vector<double>& weights, const GridShape& shape) {
  return check::least_squares_in_double(weights, reference::covering_grid(in_fractions(weights), shape),
                                        shape);
}

// Weights with all their digits. Outliers make small scales the best.
std::vector<double> random_weights(Dice& dice, Index count) {
  std::vector<double> weights;
  for (Index k = 0; k < count; ++k)
    weights.push_back(static_cast<double>(dice.between(-1'000'000'007, 1'000'000'007)) / 3e10);
  for (Index k = 0; k < count; ++k)
    if (dice.chance(10)) weights[k] *= static_cast<double>(dice.between(2, 12));
  return weights;
}

GridShape random_shape(Dice& dice) { return {dice.pick<Code>({1, 3, 6, 7, 15, 255}), dice.chance(50)}; }

TEST(LeastSquaresInDouble, IsTheDefinition) {
  Dice dice(1);
  Index told = 0;
  for (int round = 0; round < 200; ++round) {
    const GridShape shape = random_shape(dice);
    const std::vector<double> weights = random_weights(dice, dice.between(1, 40));
    const std::optional<GroupGrid> found = in_double(weights, shape);
    told += found.has_value();
    if (found) {
      EXPECT_EQ(*found, defined(weights, shape)) << round;
    }
  }
  EXPECT_GT(told, 190);
}

// All weights but one lie on the grid of 0.21 times the covering scale, the last candidate.
TEST(LeastSquaresInDouble, FindsTheLastCandidate) {
  std::vector<double> weights{7.5};
  for (int k = 0; k < 400; ++k)
    for (int steps = 1; steps <= 7; ++steps) weights.push_back(steps * static_cast<double>(0.21F));
  EXPECT_EQ(in_double(weights, {15, true}), (GroupGrid{0.21F, 0}));
}

// A weight is moved to where one candidate takes over from another, to the last digit.
TEST(LeastSquaresInDouble, IsTheDefinitionWhereTwoCandidatesAreEqual) {
  Dice dice(2);
  for (int round = 0; round < 12; ++round) {
    const GridShape shape = random_shape(dice);
    std::vector<double> weights = random_weights(dice, 6);
    const auto at = [&](double x) {
      weights.back() = x;
      return defined(weights, shape);
    };
    double low = weights.back();
    double high = low + 0.01;
    const GroupGrid first = at(low);
    while (std::nextafter(low, high) < high) {
      const double middle = low + (high - low) / 2;
      (at(middle) == first ? low : high) = middle;
    }
    for (const double x : {low, high}) {
      const GroupGrid expected = at(x);
      const std::optional<GroupGrid> found = in_double(weights, shape);
      if (found) {
        EXPECT_EQ(*found, expected) << round;
      }
    }
  }
}

// Between two weights of which each has a grid of its own, no grid is told.
TEST(GridOfIntervals, IsNotToldWhereItChanges) {
  Dice dice(3);
  check::QuantizeOptions options;
  options.grid.fit = GridFit::least_squares;
  const GridShape shape{7, true};
  for (int round = 0; round < 20; ++round) {
    const std::vector<double> weights = random_weights(dice, 12);
    std::vector<check::Interval> intervals;
    for (const double weight : weights) intervals.push_back({weight, weight});
    EXPECT_EQ(check::grid_of_intervals(intervals, shape, options), defined(weights, shape));
    for (const double width : {0x1p-30, 0x1p-15, 0x1p-8}) {
      std::vector<double> other = weights;
      other[3] += width;
      intervals[3].high = other[3];
      if (defined(other, shape) != defined(weights, shape)) {
        EXPECT_FALSE(check::grid_of_intervals(intervals, shape, options)) << round;
      }
    }
  }
}

// Numbers whose squares double does not hold are left to exact numbers.
TEST(LeastSquaresInDouble, LeavesExtremesOpen) { EXPECT_FALSE(in_double({0x1p-600, 0x1p-602}, {15, true})); }

}  // namespace
}  // namespace quantcheck::test
