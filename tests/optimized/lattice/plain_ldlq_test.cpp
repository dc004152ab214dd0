// LDLQ gives what a plain loop over the lattice blocks gives, to the last bit. How its factor is divided and
// its targets are summed is a promise (docs/optimized.md).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/optimized/voronoi.h>
#include <quantcheck/tests/support/ldlq_layers.h>
#include <quantcheck/tests/support/nested.h>
#include <quantcheck/tests/support/plain_factor.h>

namespace quantcheck::test {
namespace {

using namespace optimized;

constexpr Index out = 5;
constexpr int q = 14;

Index padded(Index in) { return (in + 7) / 8 * 8; }

// Entry (i, j) of U, before or after its lattice blocks are divided by those of the diagonal. It is 0 where
// i >= j.
float entry_of(const Buffer<float>& panels, Index i, Index j) {
  return i < j ? panel_entry(panels, i, j) : 0.0F;
}

// Row i of U in lattice block b, divided by the diagonal block of b.
std::vector<float> divided_row(const Factor& factor, Index i, Index b) {
  std::vector<double> x;
  for (Index j = 8 * b; j < 8 * b + 8; ++j)
    x.push_back(static_cast<double>(panel_entry(factor.panels, i, j)));
  for (Index k = 0; k < 8; ++k)
    for (Index j = k + 1; j < 8; ++j)
      x[j] -= x[k] * static_cast<double>(entry_of(factor.panels, 8 * b + k, 8 * b + j));
  std::vector<float> rounded;
  for (const double value : x) rounded.push_back(static_cast<float>(value));
  return rounded;
}

Factor factor_in(const SampledLayer& layer, const Order& order) {
  FactorOptions options;
  options.order = OrderKind::given;
  options.given_order = order;
  return factorize(layer.hessians(), options);
}

class PlainLdlq : public testing::TestWithParam<std::pair<Index, BlockOrder>> {
 protected:
  Index in = GetParam().first;
  SampledLayer layer = sample_layer(out, in, 151);
  BlockFactor factor = factorize_blocks(layer.hessians(), GetParam().second, {});
};

TEST_P(PlainLdlq, HasTheSameFactor) {
  const Factor undivided = factor_in(layer, factor.order);
  for (Index b = 0; b < padded(in) / 8; ++b)
    for (Index i = 0; i < 8 * b; ++i) {
      const std::vector<float> expected = divided_row(undivided, i, b);
      for (Index j = 0; j < 8; ++j)
        ASSERT_EQ(panel_entry(factor.panels, i, 8 * b + j), expected[j]) << i << ", " << 8 * b + j;
    }
}

// The targets of a lattice block: each is a weight and, for every stretch of 256 steps before, a chain of
// fused multiply-adds.
std::vector<float> targets(const BlockFactor& factor, const std::vector<float>& weight,
                           const std::vector<float>& error, Index b) {
  std::vector<float> t;
  for (Index j = 8 * b; j < 8 * b + 8; ++j) {
    float target = weight[j];
    for (Index first = 0; first <= 8 * b; first += 256) {
      float sum = 0;
      for (Index i = first; i < std::min(first + 256, 8 * b); ++i)
        sum = std::fma(error[i], panel_entry(factor.panels, i, j), sum);
      target += sum;
    }
    t.push_back(target);
  }
  return t;
}

TEST_P(PlainLdlq, GivesTheSameCodes) {
  const std::vector<float> beta = layer_betas(q);
  const Index blocks = padded(in) / 8;
  for (const BetaChoice choice : {BetaChoice::opt, BetaChoice::first}) {
    const NestedLayer result = optimized::ldlq(layer.weights(), factor, {q, beta}, choice);
    for (Index row = 0; row < out; ++row) {
      std::vector<float> weight(padded(in)), error(padded(in));
      for (Index k = 0; k < in; ++k) weight[k] = layer.weight[row * in + factor.order[k]];
      for (Index b = 0; b < blocks; ++b) {
        const Nested codes = nested_codes(targets(factor, weight, error, b), {q, beta}, choice);
        const Index at = row * blocks + factor.order[8 * b] / 8;
        ASSERT_TRUE(std::equal(codes.code.begin(), codes.code.end(), result.code.data() + 8 * at))
            << row << ", " << b;
        ASSERT_EQ(codes.beta_index[0], result.beta_index[at]);
        ASSERT_EQ(codes.overload[0], result.overload[at]);
        std::vector<std::int16_t> twice(8);
        voronoi_decode(codes.code, q, twice);
        for (Index j = 0; j < 8; ++j)
          error[8 * b + j] =
              std::fma(-beta[codes.beta_index[0]], static_cast<float>(twice[j]) / 2, weight[8 * b + j]);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Sizes, PlainLdlq,
    testing::Values(std::pair{Index{8}, BlockOrder::first}, std::pair{Index{21}, BlockOrder::first},
                    std::pair{Index{264}, BlockOrder::last}, std::pair{Index{301}, BlockOrder::first},
                    std::pair{Index{520}, BlockOrder::first}, std::pair{Index{536}, BlockOrder::last}));

}  // namespace
}  // namespace quantcheck::test
