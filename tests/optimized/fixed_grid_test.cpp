// Fixed scales and zeros: they are made from the original weights by the formulas of the documentation.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <quantcheck/optimized/quantize.h>
#include <quantcheck/tests/support/expected_grid.h>
#include <quantcheck/tests/support/random_options.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using check::Dice;

/// The weights of a row's group in processing order. Weights of dead inputs are as the status says.
std::vector<float> weights_of(const SampledLayer& layer, const Quantized& result, Index row, Index group) {
  const std::vector<Index>& dead = result.status.dead;
  std::vector<float> weights;
  for (const Index j : result.order) {
    if (result.grid.group_index[j] != group) continue;
    const bool zeroed =
        result.status.dead_inputs == DeadInputs::zero && std::find(dead.begin(), dead.end(), j) != dead.end();
    weights.push_back(zeroed ? 0.0F : layer.weight[row * layer.in + j]);
  }
  return weights;
}

void expect_documented_grid(const SampledLayer& layer, const Quantized& result, const GridOptions& options) {
  const Grid<float>& grid = result.grid;
  for (Index row = 0; row < layer.out; ++row)
    for (Index group = 0; group < grid.groups; ++group) {
      const std::vector<float> weights = weights_of(layer, result, row, group);
      const float scale = grid.scale[row * grid.groups + group];
      const Extent extent = extent_of(weights, options);
      ASSERT_EQ(grid.zero[row * grid.groups + group], extent.zero) << row << ' ' << group;
      const bool shrunk = options.fit == GridFit::least_squares;
      ASSERT_EQ(scale, shrunk ? least_squares_scale(weights, extent, options) : extent.scale)
          << row << ' ' << group;
    }
}

TEST(FixedGrid, IsTheDocumentedOne) {
  for (const Index in : {1, 7, 16, 33, 129})
    for (int k = 0; k < 24; ++k) {
      Dice dice(static_cast<std::uint64_t>(in + 1000 * k));
      const SampledLayer layer = sample_layer(19, in, 41, true);
      GridOptions options = random_grid_options(dice, in);
      options.scales = GroupScales::fixed;
      options.symmetric = k % 2 == 0;
      options.fit = k % 4 < 2 ? GridFit::extent : GridFit::least_squares;
      SCOPED_TRACE(describe(options));
      const Factor factor = factorize(layer.hessians(), random_factor_options(dice, in));
      expect_documented_grid(layer, quantize(layer.weights(), factor, options), options);
    }
}

GridOptions of(int bits, bool symmetric, GridFit fit = GridFit::extent) {
  GridOptions options;
  options.bits = bits;
  options.symmetric = symmetric;
  options.fit = fit;
  return options;
}

/// The grid of a layer of one row whose inputs are all independent.
Grid<float> grid_of(const std::vector<float>& weights, const GridOptions& options) {
  const auto in = static_cast<Index>(weights.size());
  std::vector<float> identity(in * in);
  for (Index j = 0; j < in; ++j) identity[j * in + j] = 1;
  const Factor factor = factorize(MatrixView<const float>{identity.data(), in, in, in}, {});
  return quantize({weights.data(), 1, in, in}, factor, options).grid;
}

TEST(FixedGrid, ByHand) {
  const Grid<float> symmetric = grid_of({-1.5F, 0.5F, 1.0F}, of(4, true));
  EXPECT_EQ(symmetric.scale, std::vector<float>{0.2F});
  EXPECT_EQ(symmetric.zero, std::vector<Code>{0});
  EXPECT_EQ(symmetric.range.min, -8);
  EXPECT_EQ(symmetric.range.max, 7);
  const Grid<float> asymmetric = grid_of({-0.5F, 0.5F, 1.0F}, of(2, false));
  EXPECT_EQ(asymmetric.scale, std::vector<float>{0.5F});
  EXPECT_EQ(asymmetric.zero, std::vector<Code>{1});
  EXPECT_EQ(asymmetric.range.min, 0);
  EXPECT_EQ(asymmetric.range.max, 3);
}

TEST(FixedGrid, OfOtherLevels) {
  GridOptions ternary = of(8, true);
  ternary.levels = 2;
  const Grid<float> grid = grid_of({-1.5F, 0.5F, 1.0F}, ternary);
  EXPECT_EQ(grid.scale, std::vector<float>{1.5F});
  EXPECT_EQ(grid.range.min, -1);
  EXPECT_EQ(grid.range.max, 1);
  ternary.symmetric = false;
  EXPECT_EQ(grid_of({-1.5F, 0.5F, 1.0F}, ternary).scale, std::vector<float>{1.25F});
  EXPECT_EQ(grid_of({-1.5F, 0.5F, 1.0F}, ternary).zero, std::vector<Code>{1});
  EXPECT_EQ(grid_of({-1.5F, 0.5F, 1.0F}, ternary).range.max, 2);
}

TEST(FixedGrid, ARangeIsWidenedToHoldZero) {
  EXPECT_EQ(grid_of({1.5F, 3.0F}, of(2, false)).scale, std::vector<float>{1.0F});
  EXPECT_EQ(grid_of({1.5F, 3.0F}, of(2, false)).zero, std::vector<Code>{0});
  EXPECT_EQ(grid_of({-1.5F, -3.0F}, of(2, false)).zero, std::vector<Code>{3});
}

TEST(FixedGrid, ZerosGetTheGridOfOne) {
  for (const GridFit fit : {GridFit::extent, GridFit::least_squares}) {
    for (const float zero : {0.0F, -0.0F}) {
      EXPECT_EQ(grid_of({zero, zero}, of(4, true, fit)).scale, std::vector<float>{1.0F / 7.5F});
      EXPECT_EQ(grid_of({zero, zero}, of(4, false, fit)).scale, std::vector<float>{2.0F / 15.0F});
      EXPECT_EQ(grid_of({zero, zero}, of(4, false, fit)).zero, std::vector<Code>{7});  // 1 / fl(2 / 15) < 7.5
    }
  }
}

// In the first layer every candidate but the first has an error; in the second none has one.
TEST(FixedGrid, TheLargestOfEqualScalesIsTaken) {
  std::vector<float> levels;
  for (int k = 0; k < 16; ++k) levels.push_back(static_cast<float>(k) / 4);
  EXPECT_EQ(grid_of(levels, of(4, false, GridFit::least_squares)).scale, std::vector<float>{0.25F});
  EXPECT_EQ(grid_of({0.0F}, of(8, true, GridFit::least_squares)).scale, std::vector<float>{1.0F / 127.5F});
}

// A single outlier among many small weights is clipped by least squares.
TEST(FixedGrid, LeastSquaresShrinkTheScale) {
  std::vector<float> weights(500, 0.1F);
  weights[0] = 1;
  const float scale = grid_of(weights, of(2, true, GridFit::least_squares)).scale[0];
  EXPECT_LT(scale, 0.5F * grid_of(weights, of(2, true)).scale[0]);
}

TEST(FixedGrid, AScaleIsNeverBelowTheNormalRange) {
  for (const bool symmetric : {true, false})
    for (const GridFit fit : {GridFit::extent, GridFit::least_squares})
      EXPECT_EQ(grid_of({0x1p-149F, -0x1p-140F}, of(4, symmetric, fit)).scale,
                std::vector<float>{std::numeric_limits<float>::min()});
}

TEST(FixedGrid, GroupsAreNeighbouringColumns) {
  const SampledLayer layer = sample_layer(3, 10, 42);
  FactorOptions factor_options;
  factor_options.order = OrderKind::act;
  const Factor factor = factorize(layer.hessians(), factor_options);
  GridOptions options;
  for (const Index size : {1, 3, 5, 10, 11, 0}) {
    options.group_size = size;
    const Grid<float> grid = quantize(layer.weights(), factor, options).grid;
    const Index taken = size == 0 ? 10 : size;
    EXPECT_EQ(grid.groups, (10 + taken - 1) / taken);
    for (Index j = 0; j < 10; ++j) EXPECT_EQ(grid.group_index[j], j / taken);
  }
}

TEST(FixedGrid, WithoutClippingItIsTheSame) {
  const SampledLayer layer = sample_layer(9, 20, 43);
  const Factor factor = factorize(layer.hessians(), {});
  for (const GridFit fit : {GridFit::extent, GridFit::least_squares}) {
    GridOptions options = of(2, true, fit);
    const Grid<float> clipped = quantize(layer.weights(), factor, options).grid;
    options.clip = false;
    const Quantized unclipped = quantize(layer.weights(), factor, options);
    EXPECT_EQ(unclipped.grid.scale, clipped.scale);
    EXPECT_FALSE(unclipped.grid.range.min || unclipped.grid.range.max);
    EXPECT_GT(*std::max_element(unclipped.codes.begin(), unclipped.codes.end()), 1);
  }
}

}  // namespace
}  // namespace quantcheck::test
