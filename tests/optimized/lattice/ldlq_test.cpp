// LDLQ before the exact judge, and its results where there is nothing to compensate.
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include <quantcheck/proofs_check/judge/lattice/judge.h>
#include <quantcheck/tests/support/ldlq_layers.h>
#include <quantcheck/tests/support/nested.h>
#include <quantcheck/tests/support/refusal.h>
#include <quantcheck/tests/support/sanitized.h>

namespace quantcheck::test {
namespace {

using namespace optimized;

constexpr BlockOrder orders[] = {BlockOrder::first, BlockOrder::last};
constexpr BetaChoice choices[] = {BetaChoice::opt, BetaChoice::first};

template <class T>
std::vector<T> copied(const Buffer<std::uint8_t>& bytes) {
  return {bytes.begin(), bytes.end()};
}

std::vector<float> decoded(const NestedLayer& layer, const ScaledCodes<float>& codes) {
  std::vector<float> values(static_cast<std::size_t>(layer.code.size()));
  nested_decode({layer.code.data(), values.size()}, {layer.beta_index.data(), values.size() / 8}, codes,
                values);
  return values;
}

check::LatticeCase case_of(const SampledLayer& layer, const NestedLayer& result, BlockOrder block_order,
                           int q, BetaChoice choice) {
  const std::vector<float> beta = layer_betas(q);
  check::LatticeCase c;
  c.rows = layer.out;
  c.cols = layer.in;
  c.values = as_double(layer.weight);
  c.hessian = as_double(layer.hessian);
  for (Index i = 0; i < layer.in; ++i) c.hessian[i * layer.in + i] += result.status.damping;
  c.block_order = block_order;
  c.q = q;
  c.mode = choice;
  c.beta = as_double(beta);
  c.codes = copied<Code>(result.code);
  c.beta_index = copied<Index>(result.beta_index);
  c.decoded = as_double(decoded(result, {q, beta}));
  c.arithmetic = Arithmetic::fp32;
  return c;
}

// Beyond 24 inputs the Hessians are singular before they are damped.
TEST(Ldlq, EveryBlockIsRight) {
  for (const Index in : {8, 16, 24, 64}) {
    for (const BlockOrder block_order : orders) {
      for (const BetaChoice choice : choices) {
        const int q = in == 16 ? 4 : 14;
        const SampledLayer layer = sample_layer(sanitized ? 5 : 37, in, static_cast<std::uint64_t>(in));
        const NestedLayer result = ldlq(layer, block_order, q, choice);
        const check::LatticeCase c = case_of(layer, result, block_order, q, choice);
        const check::LatticeJudgement judgement = check::judge(c);
        EXPECT_EQ(judgement.verdict, check::RunVerdict::conforms) << "in " << in << ": " << judgement.reason;
        EXPECT_EQ(judgement.wrong, 0);
        EXPECT_EQ(judgement.overloaded, std::ranges::count(result.overload, 1)) << "in " << in;
      }
    }
  }
}

// The judge would notice.
TEST(Ldlq, TheOtherBlockOrderIsWrong) {
  const SampledLayer layer = sample_layer(9, 32, 1);
  const NestedLayer result = ldlq(layer, BlockOrder::last, 14, BetaChoice::opt);
  EXPECT_EQ(check::judge(case_of(layer, result, BlockOrder::first, 14, BetaChoice::opt)).verdict,
            check::RunVerdict::fails);
}

TEST(Ldlq, OfADiagonalHessianIsPlainEncoding) {
  for (const BlockOrder block_order : orders) {
    SampledLayer layer = sample_layer(33, 640, 2);
    std::ranges::fill(layer.hessian, 0.0F);
    for (Index i = 0; i < layer.in; ++i) layer.hessian[i * layer.in + i] = 1.0F + static_cast<float>(i % 3);
    for (const BetaChoice choice : choices) {
      const NestedLayer result = ldlq(layer, block_order, 14, choice);
      const Nested expected = nested_codes(layer.weight, {14, layer_betas(14)}, choice);
      EXPECT_EQ(copied<std::uint8_t>(result.code), expected.code);
      EXPECT_EQ(copied<std::uint8_t>(result.beta_index), expected.beta_index);
      EXPECT_EQ(copied<std::uint8_t>(result.overload), expected.overload);
    }
  }
}

// The result is that of a layer which goes on with independent inputs of weight 0.
TEST(Ldlq, AShorterLastBlockIsPaddedWithZeros) {
  const Index in = 21;
  const SampledLayer layer = sample_layer(5, in, 3);
  SampledLayer padded{5, 24, std::vector<float>(5 * 24), std::vector<float>(24 * 24)};
  for (Index i = 0; i < in; ++i)
    for (Index j = 0; j < in; ++j) padded.hessian[i * 24 + j] = layer.hessian[i * in + j];
  for (Index i = in; i < 24; ++i) padded.hessian[i * 24 + i] = 1;
  for (Index row = 0; row < 5; ++row)
    for (Index j = 0; j < in; ++j) padded.weight[row * 24 + j] = layer.weight[row * in + j];
  FactorOptions options;
  options.damping = {0, 0.25};
  const std::vector<float> beta = layer_betas(14);
  const auto quantized = [&](const SampledLayer& of) {
    return optimized::ldlq(of.weights(), factorize_blocks(of.hessians(), BlockOrder::first, options),
                           {14, beta}, BetaChoice::opt);
  };
  EXPECT_EQ(copied<int>(quantized(layer).code), copied<int>(quantized(padded).code));
  EXPECT_EQ(copied<int>(quantized(layer).beta_index), copied<int>(quantized(padded).beta_index));
}

TEST(Ldlq, WhatCannotBeQuantizedIsRefused) {
  const std::vector<float> beta = layer_betas(14);
  SampledLayer layer = sample_layer(4, 16, 4);
  const BlockFactor factor = factorize_blocks(layer.hessians(), BlockOrder::first, FactorOptions());
  const auto attempt = [&](const ScaledCodes<float>& codes) {
    return [&, codes] { optimized::ldlq(layer.weights(), factor, codes, BetaChoice::opt); };
  };
  expect_refusal({"1 is not in", "ratio"}, attempt({1, beta}));
  expect_refusal({"beta"}, attempt({14, {}}));
  expect_refusal({"step 0", "2^21"}, attempt({14, std::vector<float>{1e-9F}}));
  expect_refusal({"the factor is empty"}, [&] {
    optimized::ldlq(layer.weights(), BlockFactor(), {14, beta}, BetaChoice::opt);
  });
  const SampledLayer other = sample_layer(4, 24, 4);
  expect_refusal({"4 x 24", "16 inputs"}, [&] {
    optimized::ldlq(other.weights(), factor, {14, beta}, BetaChoice::opt);
  });
  layer.weight[16 * 3 + 5] = std::numeric_limits<float>::quiet_NaN();
  expect_refusal({"row 3, column 5", "not finite"}, attempt({14, beta}));
}

TEST(BlockFactorization, OtherOrdersAreRefused) {
  const SampledLayer layer = sample_layer(1, 12, 5);
  const auto attempt = [&](BlockOrder block_order, const FactorOptions& options) {
    return [&, block_order, options] { factorize_blocks(layer.hessians(), block_order, options); };
  };
  FactorOptions options;
  expect_refusal({"12 columns", "multiple of 8"}, attempt(BlockOrder::last, options));
  options.order = OrderKind::act;
  expect_refusal({"order of the blocks"}, attempt(BlockOrder::first, options));
  options = {};
  options.method = Method::gptq;
  expect_refusal({"nearest plane"}, attempt(BlockOrder::first, options));
}

}  // namespace
}  // namespace quantcheck::test
