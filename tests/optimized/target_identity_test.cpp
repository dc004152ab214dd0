// The same bits on every target and for any number of threads, for every pair of the sizes that are likely to
// go wrong.
#include <gtest/gtest.h>

#include <iterator>
#include <vector>

#include <quantcheck/optimized/quantize.h>
#include <quantcheck/tests/support/executions.h>
#include <quantcheck/tests/support/random_options.h>
#include <quantcheck/tests/support/same_bits.h>
#include <quantcheck/tests/support/sampled_layer.h>
#include <quantcheck/tests/support/sanitized.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using check::Dice;

// Sizes around the lanes of a vector and the blocks of 256 steps (257 has a last block of one column, 520 has
// three blocks), and those of real layers.
constexpr Index sizes[] = {1, 7, 8, 15, 16, 17, 31, 33, 127, 129, 172, 257, sanitized ? 300 : 520};

// Sanitizers take minutes for all counts, so they see a part of a strip of rows, one strip, and many.
const std::vector<Index> row_counts =
    sanitized ? std::vector<Index>{1, 17, 129} : std::vector<Index>(std::begin(sizes), std::end(sizes));

class Inputs : public testing::TestWithParam<Index> {};

TEST_P(Inputs, TheFactorIsTheSame) {
  const Index in = GetParam();
  Dice dice(static_cast<std::uint64_t>(in));
  const SampledLayer layer = sample_layer(1, in, 1, dice.chance(50));
  for (const Method method : {Method::nearest_plane, Method::gptq})
    for (const OrderKind order : {OrderKind::natural, OrderKind::act, OrderKind::min_pivot}) {
      FactorOptions options;
      options.method = method;
      options.order = order;
      SCOPED_TRACE(describe(options));
      const Factor first = factorize(layer.hessians(), options, executions().front());
      for (const Execution& execution : executions())
        EXPECT_EQ(difference(first, factorize(layer.hessians(), options, execution)), "")
            << describe(execution);
    }
}

// A suite of its own, so that each of them is a CTest test that takes less than twenty seconds.
class InputsAndRows : public Inputs {};

TEST_P(InputsAndRows, TheCodesAreTheSameForEveryNumberOfRows) {
  const Index in = GetParam();
  const Index most = sizes[std::size(sizes) - 1];
  const SampledLayer layer = sample_layer(most, in, 2);
  Dice dice(static_cast<std::uint64_t>(in));
  for (const Method method : {Method::nearest_plane, Method::gptq}) {
    FactorOptions factor_options = random_factor_options(dice, in);
    factor_options.method = method;
    const Factor factor = factorize(layer.hessians(), factor_options);
    for (const Index out : row_counts) {
      const GridOptions options = random_grid_options(dice, in);
      SCOPED_TRACE(std::to_string(out) + " rows, " + describe(factor_options) + ", " + describe(options));
      const MatrixView<const float> weight{layer.weight.data(), out, in, in};
      const Quantized first = quantize(weight, factor, options, executions().front());
      for (const Execution& execution : executions())
        EXPECT_EQ(difference(first, quantize(weight, factor, options, execution)), "") << describe(execution);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, Inputs, testing::ValuesIn(sizes), testing::PrintToStringParamName());
INSTANTIATE_TEST_SUITE_P(Sizes, InputsAndRows, testing::ValuesIn(sizes), testing::PrintToStringParamName());

TEST(TargetIdentity, OfActivations) {
  const Index in = 65;
  for (const Index samples : {1, 15, 16, 17, 129, 600}) {
    const std::vector<float> x = sample_activations(samples, in, 3);
    const MatrixView<const float> activations{x.data(), samples, in, in};
    const Factor first = factorize_activations(activations, {}, executions().front());
    for (const Execution& execution : executions())
      EXPECT_EQ(difference(first, factorize_activations(activations, {}, execution)), "")
          << samples << " samples, " << describe(execution);
  }
}

// The treatment of a zero, a tie or a number below the normal range does not depend on the target either.
TEST(TargetIdentity, OfOddNumbers) {
  const Index in = 40;
  const Index out = 33;
  SampledLayer layer = sample_layer(out, in, 4);
  Dice dice(4);
  for (float& w : layer.weight)
    w = dice.pick({
        w, w, 0.0F, -0.0F,
        0x1p-149F,   // the least float
        -0x1p-140F,  // subnormal
        0x1p-126F,   // the least normal float
        0.5F, -1.5F,
        0x1p40F,        // far beyond every scale
        w * 0x1p-110F,  // far below every scale
    });
  for (int k = 0; k < 60; ++k) {
    const FactorOptions factor_options = random_factor_options(dice, in);
    const GridOptions options = random_grid_options(dice, in);
    SCOPED_TRACE(describe(factor_options) + ", " + describe(options));
    const Factor factor = factorize(layer.hessians(), factor_options);
    std::vector<std::string> outcomes;
    std::vector<Quantized> results;
    for (const Execution& execution : executions()) try {
        results.push_back(quantize(layer.weights(), factor, options, execution));
        outcomes.emplace_back("");
      } catch (const Error& error) {
        outcomes.emplace_back(error.what());
      }
    for (const std::string& outcome : outcomes) EXPECT_EQ(outcome, outcomes.front());
    for (const Quantized& result : results) EXPECT_EQ(difference(results.front(), result), "");
  }
}

}  // namespace
}  // namespace quantcheck::test
