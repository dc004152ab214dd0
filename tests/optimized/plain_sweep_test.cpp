// The codes are those of a plain loop over the factor's entries, to the last bit. The order of the sweep's
// operations is a promise: a rounding that is missing, added or in another place shows.
#include <gtest/gtest.h>

#include <algorithm>

#include <quantcheck/optimized/quantize.h>
#include <quantcheck/tests/support/plain_sweep.h>
#include <quantcheck/tests/support/random_options.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using check::Dice;

constexpr Index out = 70;

std::vector<std::int32_t> codes_of(const Quantized& result) {
  return {result.codes.begin(), result.codes.end()};
}

FactorOptions factor_options_of(Dice& dice, Index in, Method method) {
  FactorOptions options = random_factor_options(dice, in);
  options.method = method;
  return options;
}

class PlainSweep : public testing::TestWithParam<Index> {};

TEST_P(PlainSweep, GivesTheSameCodes) {
  const Index in = GetParam();
  Dice dice(static_cast<std::uint64_t>(in));
  const SampledLayer layer = sample_layer(out, in, 21, true);
  for (int k = 0; k < 10; ++k) {
    const Method method = k % 2 == 0 ? Method::nearest_plane : Method::gptq;
    const FactorOptions factor_options = factor_options_of(dice, in, method);
    const GridOptions options = random_grid_options(dice, in);
    SCOPED_TRACE(describe(factor_options) + ", " + describe(options));
    const Factor factor = factorize(layer.hessians(), factor_options);
    const Quantized result = quantize(layer.weights(), factor, options);
    EXPECT_EQ(codes_of(result), plain_sweep(layer.weights(), factor, result.grid, options.rounding));
    // Where the grid that was fitted is given, there is nothing left to fit.
    const Quantized again = quantize(layer.weights(), factor, result.grid, options.rounding);
    EXPECT_EQ(codes_of(result), codes_of(again));
  }
}

// Groups end within a panel of eight columns and within a block of 256. Least squares clamp their codes even
// where those of the layer are not clamped.
TEST_P(PlainSweep, GivesTheSameCurrentScales) {
  const Index in = GetParam();
  Dice dice(static_cast<std::uint64_t>(in));
  const SampledLayer layer = sample_layer(9, in, 24, true);
  for (int k = 0; k < 8; ++k) {
    const Method method = k % 2 == 0 ? Method::nearest_plane : Method::gptq;
    GridOptions options = random_grid_options(dice, in);
    options.scales = GroupScales::current;
    options.group_size = dice.pick<Index>({3, 8, 20, 100, 300});
    options.fit = k < 3 ? GridFit::extent : GridFit::least_squares;
    const FactorOptions factor_options = factor_options_of(dice, in, method);
    SCOPED_TRACE(describe(factor_options) + ", " + describe(options));
    const Factor factor = factorize(layer.hessians(), factor_options);
    const Quantized result = quantize(layer.weights(), factor, options);
    const Grid<float> expected = plain_current_grid(layer.weights(), factor, options, result.grid.range);
    EXPECT_EQ(result.grid.scale, expected.scale);
    EXPECT_EQ(result.grid.zero, expected.zero);
  }
}

// Every fifth column has so fine a scale that its codes are the bits of its targets, in which the errors of
// the other columns add up.
TEST_P(PlainSweep, GivesTheSameTargets) {
  const Index in = GetParam();
  SampledLayer layer = sample_layer(out, in, 23);
  for (float& w : layer.weight) w = std::clamp(w, -0.15F, 0.15F);
  Grid<float> grid;
  grid.groups = 2;
  for (Index j = 0; j < in; ++j) grid.group_index.push_back(j % 5 == 4 ? 1 : 0);
  for (Index row = 0; row < out; ++row) grid.scale.insert(grid.scale.end(), {0.05F, 0x1p-25F});
  grid.zero.assign(2 * out, 0);
  Dice dice(static_cast<std::uint64_t>(in));
  for (const Method method : {Method::nearest_plane, Method::gptq})
    for (int k = 0; k < 3; ++k) {
      const FactorOptions factor_options = factor_options_of(dice, in, method);
      SCOPED_TRACE(describe(factor_options));
      const Factor factor = factorize(layer.hessians(), factor_options);
      EXPECT_EQ(codes_of(quantize(layer.weights(), factor, grid, Rounding::half_even)),
                plain_sweep(layer.weights(), factor, grid, Rounding::half_even));
    }
}

INSTANTIATE_TEST_SUITE_P(Inputs, PlainSweep, testing::Values(1, 9, 40, 130, 300),
                         testing::PrintToStringParamName());

// The scale has few bits and the weights are multiples of half of it, so that ties are common.
TEST(PlainSweepOnTies, GivesTheSameCodes) {
  const Index in = 20;
  Dice dice(22);
  SampledLayer layer = sample_layer(out, in, 22);
  for (Index i = 0; i < in; ++i)
    for (Index j = 0; j < in; ++j) layer.hessian[i * in + j] = i == j ? 1.0F : 0.0F;
  for (float& w : layer.weight) w = static_cast<float>(dice.between(-12, 12)) / 2;
  Grid<float> grid;
  grid.groups = 1;
  grid.group_index.assign(in, 0);
  for (Index row = 0; row < out; ++row) {
    grid.scale.push_back(dice.pick({1.0F, 0.5F, 3.0F, 0.1F}));
    grid.zero.push_back(dice.between(-3, 3));
  }
  FactorOptions factor_options;
  factor_options.damping = {0, 0};
  for (const Method method : {Method::nearest_plane, Method::gptq}) {
    factor_options.method = method;
    const Factor factor = factorize(layer.hessians(), factor_options);
    for (const Rounding rounding : {Rounding::half_even, Rounding::half_up, Rounding::half_away})
      EXPECT_EQ(codes_of(quantize(layer.weights(), factor, grid, rounding)),
                plain_sweep(layer.weights(), factor, grid, rounding));
  }
}

}  // namespace
}  // namespace quantcheck::test
