// Weights, grids and options that cannot be quantized. They are refused with their place.
#include <gtest/gtest.h>

#include <limits>
#include <utility>

#include <quantcheck/optimized/quantize.h>
#include <quantcheck/tests/support/refusal.h>
#include <quantcheck/tests/support/same_bits.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {
namespace {

using namespace optimized;

constexpr Index out = 45;
constexpr Index in = 21;
constexpr float nan = std::numeric_limits<float>::quiet_NaN();
constexpr float infinity = std::numeric_limits<float>::infinity();

class WeightRefusals : public testing::TestWithParam<Method> {
 protected:
  WeightRefusals() : layer_(sample_layer(out, in, 101, true)) {
    FactorOptions options;
    options.method = GetParam();
    options.dead_inputs = DeadInputs::zero;
    factor_ = factorize(layer_.hessians(), options);
    grid_ = quantize(layer_.weights(), factor_, GridOptions()).grid;
  }

  Quantized fitted(const GridOptions& options = {}) const {
    return quantize(layer_.weights(), factor_, options);
  }
  Quantized given() const { return quantize(layer_.weights(), factor_, grid_, Rounding::half_even); }
  Quantized viewed(MatrixView<const float> weight) const { return quantize(weight, factor_, GridOptions()); }
  float& weight(Index row, Index column) { return layer_.weight[row * in + column]; }

  SampledLayer layer_;
  Factor factor_;
  Grid<float> grid_;
};

INSTANTIATE_TEST_SUITE_P(Methods, WeightRefusals, testing::Values(Method::nearest_plane, Method::gptq),
                         [](const auto& each) {
                           return each.param == Method::gptq ? "gptq" : "nearest_plane";
                         });

TEST_P(WeightRefusals, NotFinite) {
  // Row 40 is in the second strip of rows, the last column is decided last, and input 5 is dead.
  for (const Index row : {0, 40, 44})
    for (const Index column : {0, 5, 20})
      for (const float odd : {nan, infinity, -infinity}) {
        const float before = weight(row, column);
        weight(row, column) = odd;
        const std::string row_word = "row " + std::to_string(row);
        const std::string column_word = "column " + std::to_string(column);
        const auto words = {row_word.c_str(), column_word.c_str(), "not finite"};
        for (const GroupScales scales : {GroupScales::fixed, GroupScales::current}) {
          GridOptions options;
          options.scales = scales;
          expect_refusal(words, [&] { fitted(options); });
          options.symmetric = false;
          options.fit = GridFit::least_squares;
          expect_refusal(words, [&] { fitted(options); });
        }
        expect_refusal(words, [this] { given(); });
        weight(row, column) = before;
      }
}

TEST_P(WeightRefusals, Shape) {
  const float* data = layer_.weight.data();
  expect_refusal({"45 x 20", "21"}, [&] { viewed({data, out, in - 1, in}); });
  expect_refusal({"0 x 21"}, [&] { viewed({data, 0, in, in}); });
  expect_refusal({}, [&] { viewed({data, out, in, in - 1}); });
  expect_refusal({}, [&] { viewed({nullptr, out, in, in}); });
}

TEST_P(WeightRefusals, AFactorThatIsEmptyOrMovedFrom) {
  expect_refusal({"factor"}, [this] { quantize(layer_.weights(), Factor(), GridOptions()); });
  const Factor moved = std::move(factor_);
  expect_refusal({"factor"}, [this] { fitted(); });
  EXPECT_EQ(refusal([&] { quantize(layer_.weights(), moved, GridOptions()); }), "");
}

TEST_P(WeightRefusals, BitsLevelsGroupsAndThreads) {
  for (const int bits : {1, 9, 0, -4, 32}) {
    GridOptions options;
    options.bits = bits;
    expect_refusal({"bits"}, [&] { fitted(options); });
  }
  for (const Index levels : {-1, 65536}) {
    GridOptions options;
    options.levels = levels;
    expect_refusal({"levels"}, [&] { fitted(options); });
  }
  GridOptions options;
  options.group_size = -1;
  expect_refusal({"group size"}, [&] { fitted(options); });
  expect_refusal({"threads"}, [&] { quantize(layer_.weights(), factor_, GridOptions(), {{}, -1}); });
}

TEST_P(WeightRefusals, ScalesThatAreNone) {
  for (const float odd : {0.0F, -0.0F, -1.0F, nan, infinity}) {
    grid_.scale[41] = odd;
    expect_refusal({"scale", "row 41, group 0"}, [this] { given(); });
  }
}

TEST_P(WeightRefusals, ZerosAndRangesThatAreTooLarge) {
  constexpr Code least = std::numeric_limits<Code>::min();
  constexpr Code most = std::numeric_limits<Code>::max();
  for (const Code odd : {Code{1} << 22, -(Code{1} << 22), least, most}) {
    grid_.zero[44] = odd;
    expect_refusal({"zero", "row 44, group 0"}, [this] { given(); });
    grid_.zero[44] = 0;
    grid_.range = {odd, {}};
    expect_refusal({"range"}, [this] { given(); });
    grid_.range = {{}, odd};
    expect_refusal({"range"}, [this] { given(); });
    grid_.range = {-8, 7};
  }
  grid_.range = {1, 0};
  expect_refusal({"range"}, [this] { given(); });
}

TEST_P(WeightRefusals, GridsOfAnotherShape) {
  const Grid<float> right = grid_;
  grid_.groups = 2;
  expect_refusal({"grid"}, [this] { given(); });
  grid_.groups = -1;
  expect_refusal({"grid"}, [this] { given(); });
  grid_ = right;
  grid_.scale.pop_back();
  expect_refusal({"grid"}, [this] { given(); });
  grid_ = right;
  grid_.zero.push_back(0);
  expect_refusal({"grid"}, [this] { given(); });
  grid_ = right;
  grid_.group_index.pop_back();
  expect_refusal({"grid"}, [this] { given(); });
  grid_ = right;
  for (const Index odd : {-1, 1}) {
    grid_.group_index[13] = odd;
    expect_refusal({"column 13", "group"}, [this] { given(); });
  }
}

// Float counts 2^24 codes. The first place in processing order is named.
TEST_P(WeightRefusals, CodesOfTwentyFourBits) {
  grid_.range = {};
  weight(43, 0) = 20000000 * grid_.scale[43];
  expect_refusal({"row 43, column 0", "step 0", "2^24"}, [this] { given(); });
  weight(43, 0) = 16000000 * grid_.scale[43];
  EXPECT_EQ(refusal([this] { given(); }), "");
  // Where codes have a range no such limit is needed.
  weight(43, 0) = 20000000 * grid_.scale[43];
  grid_.range = {-8, 7};
  EXPECT_EQ(given().codes[43 * in], 7);
}

// An error leaves nothing behind: the next call gives what the one before the error gave.
TEST_P(WeightRefusals, NothingIsHalfDone) {
  const Quantized before = fitted();
  const Grid<float> right = grid_;
  const float sound = weight(40, 3);
  weight(40, 3) = nan;
  EXPECT_NE(refusal([this] { fitted(); }), "");
  EXPECT_NE(refusal([this] { given(); }), "");
  weight(40, 3) = sound;
  EXPECT_EQ(grid_.scale, right.scale);
  EXPECT_EQ(difference(before, fitted()), "");
  EXPECT_EQ(difference(before, given()), "");
}

}  // namespace
}  // namespace quantcheck::test
