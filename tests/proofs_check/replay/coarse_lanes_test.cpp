// The products and sums that are vectorized give the numbers that the types of emulated.h give.
#include <quantcheck/proofs_check/replay/dense/coarse_lanes.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace quantcheck::test {
namespace {

using namespace check;

template <class T>
class CoarseLanesOf : public testing::Test {};
using Types = testing::Types<Bf16, Fp16, Tf32<Operands::rounded>, Tf32<Operands::truncated>>;
TYPED_TEST_SUITE(CoarseLanesOf, Types);

template <class T>
void expect_same(float a, float b) {
  const auto as_float = [](T x) { return static_cast<float>(static_cast<double>(x)); };
  const float x = as_float(T(a));
  const float y = as_float(T(b));
  using Lanes = CoarseLanes<T>;
  const float product = Lanes::product(Lanes::operand(x), Lanes::operand(y));
  EXPECT_EQ(product, as_float(T(x) * T(y))) << x << " * " << y;
  EXPECT_EQ(Lanes::sum(x, y), as_float(T(x) + T(y))) << x << " + " << y;
}

TYPED_TEST(CoarseLanesOf, AgreeWithTheTypes) {
  std::mt19937_64 random(1);
  std::normal_distribution<float> normal;
  for (int i = 0; i < 100000; ++i) {
    const auto exponent = static_cast<int>(random() % 16) - 8;
    expect_same<TypeParam>(normal(random), std::ldexp(normal(random), exponent));
  }
}

// Ties, cancellation, subnormal numbers of fp16, and its overflow.
TYPED_TEST(CoarseLanesOf, AgreeAtTheEdges) {
  const float edges[] = {0.0F,      1.0F,     1.00390625F, 1.01171875F, 257.0F,   2049.0F,  0x1p-14F,
                         0x1p-24F,  0x3p-25F, 0x1.8p-15F,  0x1p-20F,    65504.0F, 65472.0F, 32760.0F,
                         0.333333F, 0x1p-8F,  0x1p-11F,    0x1p-12F,    1e-7F,    3e4F};
  for (const float a : edges)
    for (const float b : edges)
      for (const float sign : {1.0F, -1.0F}) expect_same<TypeParam>(a, sign * b);
}

TYPED_TEST(CoarseLanesOf, KeepWhatIsNotFinite) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  using Lanes = CoarseLanes<TypeParam>;
  EXPECT_EQ(Lanes::product(infinity, -1.0F), -infinity);
  EXPECT_TRUE(std::isnan(Lanes::product(infinity, 0.0F)));
}

}  // namespace
}  // namespace quantcheck::test
