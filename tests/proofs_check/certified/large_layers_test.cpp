// Layers of 2048 and 4096 inputs.
#include <gtest/gtest.h>

#include <vector>

#include <quantcheck/optimized/gram.h>
#include <quantcheck/optimized/quantize.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/quantize/quantized_case.h>
#include <quantcheck/tests/proofs_check/certified/known_shapes.h>

namespace quantcheck::test {
namespace {

class KnownFactorOf2048 : public testing::TestWithParam<NamedShape> {};

TEST_P(KnownFactorOf2048, GivesTheRightVerdictInTheRightPlace) {
  expect_judged(known_layer(GetParam().shape, 11));
}

INSTANTIATE_TEST_SUITE_P(Shapes, KnownFactorOf2048, testing::ValuesIn(known_shapes(2048)),
                         [](const auto& each) { return each.param.name; });

// Sums of four numbers that are uniform in -1 .. 1 have nearly a normal distribution.
std::vector<float> random_floats(Index count, double size, std::uint64_t seed) {
  check::Dice dice(seed);
  std::vector<float> result(static_cast<std::size_t>(count));
  for (float& x : result) {
    double sum = 0;
    for (int k = 0; k < 4; ++k) sum += static_cast<double>(dice.between(-(1 << 20), 1 << 20));
    x = static_cast<float>(size * 0x1p-20 * sum);
  }
  return result;
}

TEST(LayerOf4096, QuantizedInFloatConforms) {
  constexpr Index n = 4096;
  constexpr Index samples = 4608;
  const std::vector<float> x = random_floats(samples * n, 1.0, 1);
  const optimized::SquareMatrix gram = optimized::gram(MatrixView<const float>{x.data(), samples, n, n});
  const std::vector<float> weight = random_floats(n * n, 0.03, 2);
  optimized::GridOptions grid;
  grid.group_size = 128;
  const optimized::Quantized result =
      optimized::quantize({weight.data(), n, n, n}, optimized::factorize(gram.view(), {}), grid);
  check::Layer layer;
  layer.out = layer.in = n;
  layer.weight.edit().assign(weight.begin(), weight.end());
  std::vector<double>& hessian = layer.hessian.edit();
  hessian.reserve(n * n);
  for (Index i = 0; i < n; ++i) hessian.insert(hessian.end(), &gram.view()(i, 0), &gram.view()(i, 0) + n);
  const check::Case c = check::quantized_case(std::move(layer), result, Rounding::half_even);
  const check::Judgement judgement = check::judge(c, check::as_declared(c));
  EXPECT_EQ(judgement.verdict, check::RunVerdict::conforms) << judgement.reason;
  EXPECT_EQ(judgement.undecided, 0);
  EXPECT_EQ(judgement.wrong, 0);
  EXPECT_EQ(judgement.exact + judgement.tie + judgement.explained, n * n);
  EXPECT_LT(judgement.ratio->high, 1);
}

}  // namespace
}  // namespace quantcheck::test
