// X^T X: it is exactly symmetric and as accurate as double allows, and it is what factorize_activations
// factors.
#include <gtest/gtest.h>

#include <cmath>

#include <quantcheck/optimized/factor.h>
#include <quantcheck/optimized/gram.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/tests/support/same_bits.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {
namespace {

using namespace optimized;

MatrixView<const float> view(const std::vector<float>& x, Index in) {
  return {x.data(), static_cast<Index>(x.size()) / in, in, in};
}

// Products of floats are exact in double, and their sums are nearly exact in 80 bits.
void expect_gram(const std::vector<float>& x, Index in) {
  const auto samples = static_cast<Index>(x.size()) / in;
  const SquareMatrix result = gram(view(x, in));
  ASSERT_EQ(result.size, in);
  for (Index i = 0; i < in; ++i)
    for (Index j = 0; j < in; ++j) {
      long double sum = 0;
      long double size = 0;
      for (Index sample = 0; sample < samples; ++sample) {
        const long double product =
            static_cast<long double>(x[sample * in + i]) * static_cast<long double>(x[sample * in + j]);
        sum += product;
        size += std::fabs(product);
      }
      const double entry = result.view()(i, j);
      ASSERT_EQ(entry, result.view()(j, i)) << i << ' ' << j;
      ASSERT_LE(std::fabs(static_cast<long double>(entry) - sum),
                static_cast<long double>(samples) * 0x1p-53L * size)
          << i << ' ' << j;
    }
}

TEST(Gram, IsSymmetricAndNear) {
  for (const Index in : {1, 7, 16, 17, 33, 129})
    for (const Index samples : {1, 2, 31, 128, 129, 300}) {
      SCOPED_TRACE(std::to_string(samples) + " x " + std::to_string(in));
      expect_gram(sample_activations(samples, in, 61), in);
    }
}

// There are more samples than are converted at a time, and more inputs than a tile has.
TEST(Gram, OfManySamplesAndInputs) {
  expect_gram(sample_activations(2100, 20, 62), 20);
  expect_gram(sample_activations(3, 270, 63), 270);
}

TEST(Gram, OfNumbersAtTheEndsOfFloat) {
  check::Dice dice(64);
  std::vector<float> x(40 * 9);
  for (float& entry : x)
    entry = dice.pick({
        0x1p-149F,        // the least float
        -0x1p-126F,       // the least normal one
        0x1.fffffep127F,  // the greatest
        0.0F,
        -0.0F,
        1.0F,
    });
  expect_gram(x, 9);
}

TEST(Gram, IsWhatIsFactored) {
  const Index in = 33;
  const std::vector<float> x = sample_activations(50, in, 65);
  const SquareMatrix hessian = gram(view(x, in));
  for (const OrderKind order : {OrderKind::natural, OrderKind::act, OrderKind::min_pivot}) {
    FactorOptions options;
    options.order = order;
    EXPECT_EQ(difference(factorize_activations(view(x, in), options), factorize(hessian.view(), options)),
              "");
  }
}

TEST(Gram, AnInputThatNeverFiresIsDead) {
  const Index in = 5;
  std::vector<float> x = sample_activations(8, in, 66);
  for (std::size_t k = 2; k < x.size(); k += 5) x[k] = 0;
  EXPECT_EQ(factorize_activations(view(x, in), {}).status.dead, (std::vector<Index>{2}));
}

}  // namespace
}  // namespace quantcheck::test
