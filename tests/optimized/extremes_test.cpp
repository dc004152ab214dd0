// Weights, scales and Hessians at the ends of float's range. They are judged like any others or refused, and
// never give nonsense.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <quantcheck/optimized/ldlq.h>
#include <quantcheck/optimized/quantize.h>
#include <quantcheck/tests/support/judged.h>
#include <quantcheck/tests/support/random_options.h>
#include <quantcheck/tests/support/refusal.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using check::Dice;

constexpr Index out = 11;
constexpr Index in = 18;

std::string judged(const SampledLayer& layer, const Quantized& result, Rounding rounding) {
  const std::vector<double> hessian = as_double(layer.hessian);
  return objection(case_of(layer.weights(), {hessian.data(), in, in, in}, result, rounding));
}

SampledLayer scaled_layer(float unit) {
  SampledLayer layer = sample_layer(out, in, 111);
  for (float& w : layer.weight) w *= unit;
  return layer;
}

FactorOptions undamped() {
  FactorOptions options;
  options.damping = {0, 0};
  return options;
}

GridOptions options_of(Dice& dice) {
  GridOptions options = random_grid_options(dice, in);
  options.bits = 4;
  options.group_size = dice.pick<Index>({0, 6, 9});
  return options;
}

// The unit of the weights makes no difference to a code as long as scales are normal numbers.
TEST(Extremes, SmallWeights) {
  for (const float unit : {0x1p-60F, 0x1p-110F, 0x1p-118F}) {
    const SampledLayer layer = scaled_layer(unit);
    for (const Method method : {Method::nearest_plane, Method::gptq}) {
      Dice dice(112);
      FactorOptions factor_options = random_factor_options(dice, in);
      factor_options.method = method;
      const GridOptions options = options_of(dice);
      SCOPED_TRACE(describe(factor_options) + ", " + describe(options));
      const Quantized result =
          quantize(layer.weights(), factorize(layer.hessians(), factor_options), options);
      EXPECT_EQ(judged(layer, result, options.rounding), "");
    }
  }
}

// The weights are far below the smallest scale, so that every code is the zero.
TEST(Extremes, DenormalWeights) {
  const SampledLayer layer = scaled_layer(0x1p-130F);
  for (const Method method : {Method::nearest_plane, Method::gptq}) {
    FactorOptions factor_options;
    factor_options.method = method;
    const Quantized result =
        quantize(layer.weights(), factorize(layer.hessians(), factor_options), GridOptions());
    EXPECT_EQ(judged(layer, result, Rounding::half_even), "");
    for (const float scale : result.grid.scale) EXPECT_EQ(scale, std::numeric_limits<float>::min());
    for (const std::int32_t code : result.codes) EXPECT_EQ(code, 0);
  }
}

TEST(Extremes, ScalesBelowTheNormalRangeMayBeGiven) {
  const SampledLayer layer = scaled_layer(0x1p-136F);
  Grid<float> grid;
  grid.groups = 1;
  grid.scale.assign(out, 0x1p-142F);
  grid.zero.assign(out, 8);
  grid.group_index.assign(in, 0);
  grid.range = {0, 15};
  const Quantized result =
      quantize(layer.weights(), factorize(layer.hessians(), {}), grid, Rounding::half_up);
  // Products are rounded to multiples of 2^-149, which is 2^-7 scales here, so nothing finer can be asked.
  for (const std::int32_t code : result.codes) EXPECT_TRUE(0 <= code && code <= 15);
  EXPECT_GT(*std::max_element(result.codes.begin(), result.codes.end()), 8);
}

TEST(Extremes, LargeWeights) {
  for (const float unit : {0x1p60F, 0x1p110F, 0x1p123F}) {
    const SampledLayer layer = scaled_layer(unit);
    for (const Method method : {Method::nearest_plane, Method::gptq}) {
      Dice dice(113);
      FactorOptions factor_options = random_factor_options(dice, in);
      factor_options.method = method;
      GridOptions options = options_of(dice);
      options.fit = GridFit::extent;
      SCOPED_TRACE(describe(factor_options) + ", " + describe(options));
      const Quantized result =
          quantize(layer.weights(), factorize(layer.hessians(), factor_options), options);
      EXPECT_EQ(judged(layer, result, options.rounding), "");
    }
  }
}

// Squares that float does not hold cannot be compared, so the scale of the extent stands.
TEST(Extremes, LeastSquaresOfLargeWeights) {
  const SampledLayer layer = scaled_layer(0x1p100F);
  const Factor factor = factorize(layer.hessians(), {});
  GridOptions options;
  options.bits = 2;
  const std::vector<float> extent = quantize(layer.weights(), factor, options).grid.scale;
  options.fit = GridFit::least_squares;
  EXPECT_EQ(quantize(layer.weights(), factor, options).grid.scale, extent);
}

// Either the range of the weights itself is beyond float, or a target is.
TEST(Extremes, WhatLeavesTheRangeOfFloatIsRefused) {
  constexpr float most = std::numeric_limits<float>::max();
  SampledLayer opposite = scaled_layer(1);
  opposite.weight[3 * in + 4] = most;
  opposite.weight[3 * in + 5] = -most;
  SampledLayer alike = scaled_layer(1);
  std::fill_n(alike.weight.begin() + 3 * in, in, most);
  for (const Method method : {Method::nearest_plane, Method::gptq}) {
    FactorOptions factor_options;
    factor_options.method = method;
    const Factor factor = factorize(opposite.hessians(), factor_options);
    // The weight at fault is named, not the column of its row that is processed first.
    GridOptions options;
    options.symmetric = false;
    expect_refusal({"row 3, column 4: with the weight 3.4028234663852886e+38 the scale of group 0"},
                   [&] { quantize(opposite.weights(), factor, options); });
    options.group_size = 2;
    expect_refusal({"row 3, column 4: with the weight", "group 2"},
                   [&] { quantize(opposite.weights(), factor, options); });
    options.scales = GroupScales::current;
    expect_refusal({"row 3, group 2 (step 4)", "as compensated", "range of float"},
                   [&] { quantize(opposite.weights(), factor, options); });
    // With levels = 1 the scale would be the whole extent from -FLT_MAX to FLT_MAX, 2^128. A symmetric grid
    // such as this is as wide.
    GridOptions one_level;
    one_level.levels = 1;
    expect_refusal({"row 3, column 4: with the weight", "group 0"},
                   [&] { quantize(opposite.weights(), factor, one_level); });
    EXPECT_NO_THROW(quantize(opposite.weights(), factor, GridOptions()));
    // The error of a clipped weight is nearly the weight itself, and the errors of inputs that are alike add
    // up.
    Grid<float> grid{
        1, std::vector<float>(out, 1.0F), std::vector<Code>(out, 0), std::vector<Index>(in, 0), {-8, 7}};
    expect_refusal({"row 3, column", "range of float"},
                   [&] { quantize(alike.weights(), factor, grid, Rounding::half_even); });
  }
}

// The Hessian is positive definite, but the first error would have to be multiplied by 1e60.
TEST(Extremes, AFactorThatLeavesTheRangeOfFloatIsRefused) {
  const auto attempt = [](Index first, Index second, Method method, double h12) {
    return [=] {
      std::vector<double> hessian(in * in);
      for (Index i = 0; i < in; ++i) hessian[i * (in + 1)] = 1;
      hessian[first * (in + 1)] = 1e120;
      hessian[first * in + second] = hessian[second * in + first] = h12;
      FactorOptions options = undamped();
      options.method = method;
      factorize(MatrixView<const double>{hessian.data(), in, in, in}, options);
    };
  };
  for (const Method method : {Method::nearest_plane, Method::gptq})
    for (const auto& [first, second] : {std::pair<Index, Index>{0, 1}, {3, 17}, {8, 9}}) {
      const std::string from = "column " + std::to_string(first) + " (step";
      const std::string to = "column " + std::to_string(second) + " (step";
      expect_refusal({from.c_str(), to.c_str(), "range of float", "damping 0;"},
                     attempt(first, second, method, 1e59));
      EXPECT_NO_THROW(attempt(first, second, method, 1e38)());
    }
  const auto by_blocks = [](double h12) {
    std::vector<double> hessian(16 * 16);
    for (Index i = 0; i < 16; ++i) hessian[i * 17] = 1;
    hessian[0] = 1e80;
    hessian[9] = hessian[9 * 16] = h12;
    // Divided by the triangle of its lattice block, the entry 3e37 of column 9 becomes 3e39 in column 10.
    hessian[9 * 17] = 2e4;
    hessian[9 * 16 + 10] = hessian[10 * 16 + 9] = 100;
    return factorize_blocks(MatrixView<const double>{hessian.data(), 16, 16, 16}, BlockOrder::first,
                            undamped());
  };
  expect_refusal({"column 0 (step 0)", "column 10 (step 10)", "range of float"}, [&] { by_blocks(3e41); });
  EXPECT_NO_THROW(by_blocks(1e38));
}

TEST(Extremes, ADampingThatOverflowsIsRefused) {
  const double hessian[] = {1e308, 0, 0, 1};
  FactorOptions options;
  options.damping = {0, 1.7e308};
  expect_refusal({"damped hessian's diagonal is too large"}, [&] {
    factorize(MatrixView<const double>{hessian, 2, 2, 2}, options);
  });
}

TEST(Extremes, HessiansOfAnyUnit) {
  for (const float unit : {0x1p-100F, 0x1p100F}) {
    SampledLayer layer = sample_layer(out, in, 114);
    const Quantized plain = quantize(layer.weights(), factorize(layer.hessians(), {}), GridOptions());
    for (float& h : layer.hessian) h *= unit;
    const Quantized result = quantize(layer.weights(), factorize(layer.hessians(), {}), GridOptions());
    EXPECT_TRUE(std::equal(plain.codes.begin(), plain.codes.end(), result.codes.begin()));
    EXPECT_EQ(judged(layer, result, Rounding::half_even), "");
  }
}

TEST(Extremes, AMinusZeroIsAZero) {
  SampledLayer layer = sample_layer(out, in, 115);
  for (std::size_t k = 0; k < layer.weight.size(); k += 3) layer.weight[k] = 0.0F;
  for (Index j = 0; j < in; ++j)
    if (j != 4) layer.hessian[4 * in + j] = layer.hessian[j * in + 4] = 0.0F;
  SampledLayer signs = layer;
  for (std::size_t k = 0; k < layer.weight.size(); k += 3) signs.weight[k] = -0.0F;
  signs.hessian[4 * in + 9] = -0.0F;
  for (const Method method : {Method::nearest_plane, Method::gptq}) {
    FactorOptions factor_options;
    factor_options.method = method;
    const Quantized plus =
        quantize(layer.weights(), factorize(layer.hessians(), factor_options), GridOptions());
    const Quantized minus =
        quantize(signs.weights(), factorize(signs.hessians(), factor_options), GridOptions());
    EXPECT_EQ(plus.grid.scale, minus.grid.scale);
    EXPECT_TRUE(std::equal(plus.codes.begin(), plus.codes.end(), minus.codes.begin()));
  }
}

// Whatever the zero is, a code that float cannot hold is an error, and never becomes another code.
TEST(Extremes, CodesWithoutEndStayBelow24Bits) {
  const double one = 1;
  const Factor factor = factorize(MatrixView<const double>{&one, 1, 1, 1}, undamped());
  for (const float weight : {-1.0F, 1.0F})
    for (Code zero = -9; zero <= 9; ++zero) {
      const Grid<float> grid{1, {1e-9F}, {zero}, {0}, {}};
      EXPECT_NE(refusal([&] {
                  quantize({&weight, 1, 1, 1}, factor, grid, Rounding::half_even);
                }),
                "")
          << zero;
    }
}

// Rows that only fill up a vector cannot make a layer fail.
TEST(Extremes, ACodeRangeFarFromZero) {
  const double hessian[] = {2e66, 1e33, 1e33, 1};
  const Factor factor = factorize(MatrixView<const double>{hessian, 2, 2, 2}, undamped());
  for (const Index rows : {1, 31, 32}) {
    const std::vector<float> weight(2 * rows, 3e-30F);
    const Grid<float> grid{1,
                           std::vector<float>(rows, 1e-30F),
                           std::vector<Code>(rows, 1 << 21),
                           {0, 0},
                           {1 << 21, (1 << 21) + 15}};
    EXPECT_NO_THROW(quantize({weight.data(), rows, 2, 2}, factor, grid, Rounding::half_even)) << rows;
  }
}

}  // namespace
}  // namespace quantcheck::test
