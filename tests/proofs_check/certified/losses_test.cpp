// Certified losses of layers whose error is not carried from one block to the next.
#include <gtest/gtest.h>

#include <cmath>
#include <variant>

#include <quantcheck/proofs_check/certified/certified_sides.h>
#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/exact/positions.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/tests/proofs_check/judge/small_cases.h>

namespace quantcheck::test {
namespace {

using reference::exact;
using reference::Rational;

// One input of the first block is nearly the difference of two of the second block, which are nearly equal,
// divided by its size. Of the first pivot then fewer digits are known than of the Hessian.
Case nearly_dependent_case(std::uint64_t seed) {
  constexpr Index in = 16;
  constexpr Index samples = 20;
  constexpr double unlike = 0x1p-14;
  check::Dice dice(seed);
  Case c = identity_case(std::vector<double>(in, 3.0), std::vector<Code>(in, 3));
  c.layer.weight.edit()[0] = 3.25;
  std::vector<double> x(in * samples);
  for (double& entry : x) entry = std::ldexp(static_cast<double>(dice.between(-(1L << 40), 1L << 40)), -40);
  for (Index k = 0; k < samples; ++k) {
    double* row = &x[k * in];
    row[9] = row[8] + unlike * row[9];
    row[0] = row[0] + (row[9] - row[8]) / unlike;
  }
  for (Index i = 0; i < in; ++i)
    for (Index j = 0; j <= i; ++j) {
      double sum = 0;
      for (Index k = 0; k < samples; ++k) sum += x[k * in + i] * x[k * in + j];
      c.layer.hessian.edit()[i * in + j] = c.layer.hessian.edit()[j * in + i] = sum;
    }
  return c;
}

Rational exact_loss(const Case& c, const Hypothesis& hypothesis) {
  const check::ExactLayer layer = check::exact_layer(c, hypothesis);
  const reference::Udu<Rational> factor = check::exact_factor(layer, hypothesis);
  const auto v = check::exact_residual(layer, factor, c.codes.matrix(), 0);
  Rational loss = 0;
  for (Index k = 0; k < c.layer.in; ++k) loss += factor.pivot(k) * v(k) * v(k);
  return loss;
}

TEST(Losses, AreCertifiedInsideBlocks) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed)
    for (const Index block : {Index{0}, Index{8}, Index{16}}) {
      const Case c = nearly_dependent_case(seed);
      Hypothesis hypothesis = check::as_declared(c);
      hypothesis.block = block;
      const auto factor = check::certified_factor(c, hypothesis);
      ASSERT_TRUE(std::holds_alternative<check::CertifiedFactor>(factor));
      check::Budget budget(1.0);
      const auto sides =
          check::certified_sides(c, hypothesis, std::get<check::CertifiedFactor>(factor), {}, budget);
      const Rational loss = exact_loss(c, hypothesis);
      EXPECT_LE(exact(sides.loss.low), loss) << "block " << block << ", seed " << seed;
      EXPECT_GE(exact(sides.loss.high), loss) << "block " << block << ", seed " << seed;
      EXPECT_LE(sides.loss.high - sides.loss.low, 1e-3 * sides.loss.high);
    }
}

// The weight, scaled as the Hessian is, would be 0 in double.
TEST(Losses, AreNotZeroForAWeightThatDoubleLoses) {
  Case c = identity_case({0x1p-1060}, {0});
  c.layer.hessian = {0x1p-1000};
  c.grid.scale = {0x1p200};
  const auto factor = check::certified_factor(c, check::as_declared(c));
  check::Budget budget(1.0);
  const auto sides =
      check::certified_sides(c, check::as_declared(c), std::get<check::CertifiedFactor>(factor), {}, budget);
  EXPECT_GT(sides.loss.high, 0);
  EXPECT_TRUE(sides.open.empty());
}

// Nor is it anything but 0 where all weights are values of their codes.
TEST(Losses, AreZeroWithoutErrors) {
  const Case c = identity_case({3, 4, 0}, {3, 4, 0});
  const check::Judgement judgement = check::judge(c, check::as_declared(c));
  EXPECT_EQ(judgement.loss->middle(), 0.0);
  EXPECT_EQ(judgement.ratio->middle(), 0.0);
}

}  // namespace
}  // namespace quantcheck::test
