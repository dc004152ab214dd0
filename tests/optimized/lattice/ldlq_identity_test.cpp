// LDLQ: it gives the same bits on every target, for any number of threads and wherever a row stands.
#include <gtest/gtest.h>

#include <algorithm>

#include <quantcheck/tests/support/executions.h>
#include <quantcheck/tests/support/ldlq_layers.h>
#include <quantcheck/tests/support/sanitized.h>

namespace quantcheck::test {
namespace {

using namespace optimized;

std::vector<std::uint8_t> bytes_of(const NestedLayer& layer) {
  std::vector<std::uint8_t> bytes(layer.code.begin(), layer.code.end());
  bytes.insert(bytes.end(), layer.beta_index.begin(), layer.beta_index.end());
  bytes.insert(bytes.end(), layer.overload.begin(), layer.overload.end());
  return bytes;
}

struct Shape {
  Index out, in;
};

TEST(LdlqIdentity, WhateverRuns) {
  const std::vector<Shape> shapes =
      sanitized ? std::vector<Shape>{{33, 40}} : std::vector<Shape>{{1, 8}, {17, 21}, {33, 264}, {129, 520}};
  for (const auto& [out, in] : shapes) {
    const SampledLayer layer = sample_layer(out, in, static_cast<std::uint64_t>(out + in), true);
    for (const BetaChoice choice : {BetaChoice::opt, BetaChoice::first}) {
      const BlockOrder block_order = in % 8 == 0 ? BlockOrder::last : BlockOrder::first;
      const Execution one{all_targets[2], 1};
      const std::vector<std::uint8_t> expected = bytes_of(ldlq(layer, block_order, 14, choice, one));
      for (const Execution& execution : executions())
        EXPECT_EQ(bytes_of(ldlq(layer, block_order, 14, choice, execution)), expected)
            << describe(execution) << ", " << out << " x " << in;
    }
  }
}

TEST(LdlqIdentity, WhereverARowStands) {
  const Index in = 48;
  const SampledLayer layer = sample_layer(200, in, 7);
  const BlockFactor factor = factorize_blocks(layer.hessians(), BlockOrder::first, FactorOptions());
  const std::vector<float> beta = layer_betas(14);
  const NestedLayer whole = optimized::ldlq(layer.weights(), factor, {14, beta}, BetaChoice::opt);
  for (const Index row : {0, 1, 15, 16, 31, 100, 199}) {
    const MatrixView<const float> alone{layer.weight.data() + row * in, 1, in, in};
    const NestedLayer result = optimized::ldlq(alone, factor, {14, beta}, BetaChoice::opt);
    EXPECT_TRUE(std::equal(result.code.begin(), result.code.end(), whole.code.begin() + row * in)) << row;
  }
}

}  // namespace
}  // namespace quantcheck::test
