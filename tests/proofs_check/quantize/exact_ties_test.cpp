// Exact codes beyond the reach of rationals, for layers whose targets are ties by construction.
#include <gtest/gtest.h>

#include <string>

#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/reference/rounding.h>

namespace quantcheck::test {

using namespace check;

namespace {

/// A Hessian U D U^T with small integers, and weights that count halves of the scale, which is 1. U carries
/// errors from columns of even number to others, twice or minus twice. So a target is a tie where the weight
/// is an odd number of halves, which is so in one column of twelve, and the errors of ties are carried on.
struct TiedLayer {
  Index in;
  reference::Matrix<Code> upper;
  Layer layer;

  TiedLayer(Index out, Index in_, Dice& dice) : in(in_), upper(reference::Matrix<Code>::Identity(in_, in_)) {
    for (Index j = 1; j < in; j += 2)
      for (int entry = 0; entry < 9; ++entry) upper(dice.below(j / 2 + 1) * 2, j) = dice.pick<Code>({-2, 2});
    layer.out = out;
    layer.in = in;
    std::vector<double> pivots;
    for (Index k = 0; k < in; ++k) pivots.push_back(dice.pick({0.5, 1.0, 2.0}));
    layer.hessian.edit().assign(in * in, 0.0);
    for (Index k = 0; k < in; ++k)
      for (Index i = 0; i <= k; ++i)
        for (Index j = 0; upper(i, k) != 0 && j <= k; ++j)
          layer.hessian.edit()[i * in + j] += static_cast<double>(upper(i, k) * upper(j, k)) * pivots[k];
    for (Index k = 0; k < out * in; ++k) {
      const Code odd = k % in % 24 == 6 || k % in % 24 == 17 ? 1 : 0;
      layer.weight.edit().push_back(static_cast<double>(2 * dice.between(-3, 3) + odd) / 2);
    }
  }

  /// The nearest plane in integers that count halves of a scale, which is 1.
  reference::Codes codes(Rounding rounding, Index& ties) const {
    reference::Codes result(layer.out, in);
    for (Index row = 0; row < layer.out; ++row) {
      std::vector<Code> error;
      for (Index j = 0; j < in; ++j) {
        const auto weight = static_cast<Code>(2 * layer.weight[row * in + j]);
        Code target = weight;
        for (Index i = 0; i < j; ++i) target += error[i] * upper(i, j);
        ties += target % 2 != 0;
        const auto nearest = reference::round_to_integer(static_cast<double>(target) / 2, rounding);
        result(row, j) = static_cast<Code>(nearest);
        error.push_back(weight - 2 * result(row, j));
      }
    }
    return result;
  }
};

class ExactTies : public testing::TestWithParam<Rounding> {};

TEST_P(ExactTies, AreDecidedByTheRoundingAtAnySize) {
  Dice dice(7);
  const TiedLayer tied(5, 480, dice);
  QuantizeOptions options;
  options.arithmetic = Arithmetic::exact;
  options.damping = {0, 0};
  options.rounding = GetParam();
  options.grid.given = {1, {1, 1, 1, 1, 1}, {}, {}};
  options.grid.range = CodeRange{};
  const Case c = quantize(tied.layer, options);
  Index ties = 0;
  EXPECT_EQ(c.codes, tied.codes(GetParam(), ties));
  EXPECT_EQ(ties, 5 * 480 / 12);
  EXPECT_EQ(c.note.find("taken for"), std::string::npos) << c.note;
  const Judgement j = judge(c, as_declared(c));
  EXPECT_EQ(j.tie, ties);
  EXPECT_EQ(j.verdict, RunVerdict::conforms);
}

INSTANTIATE_TEST_SUITE_P(Roundings, ExactTies,
                         testing::Values(Rounding::half_even, Rounding::half_up, Rounding::half_away));

/// Copies of a Hessian of three inputs side by side, the first three of which have weights. The column of the
/// Schur complement that decides the second input is (2/3, 2/3), so that its target is w_1 + e_0 = 1/2, but
/// the third input has a share of 1/3 in it, which no binary fraction is.
Layer layer_of_thirds(Index copies) {
  constexpr double block[3][3] = {{5, 1, 1}, {1, 1, 1}, {1, 1, 3}};
  Layer layer;
  layer.out = 1;
  layer.in = 3 * copies;
  layer.hessian.edit().assign(layer.in * layer.in, 0.0);
  for (Index copy = 0; copy < copies; ++copy) {
    const double weight = copy < 3 ? 0.25 : 0.0;
    layer.weight.edit().insert(layer.weight.edit().end(), {weight, weight, 0.0});
    for (Index i = 0; i < 3; ++i)
      for (Index j = 0; j < 3; ++j)
        layer.hessian.edit()[(3 * copy + i) * layer.in + 3 * copy + j] = block[i][j];
  }
  return layer;
}

TEST(AssumedTies, AreDecidedByTheRoundingAndReported) {
  for (const Index copies : {3, 86}) {
    const bool proved = copies == 3;
    for (const Rounding rounding : {Rounding::half_even, Rounding::half_up}) {
      QuantizeOptions options;
      options.arithmetic = Arithmetic::exact;
      options.damping = {0, 0};
      options.rounding = rounding;
      options.grid.given = {1, {1}, {}, {}};
      const Case c = quantize(layer_of_thirds(copies), options);
      for (Index copy = 0; copy < 3; ++copy) {
        EXPECT_EQ(c.codes(0, 3 * copy), 0);
        EXPECT_EQ(c.codes(0, 3 * copy + 1), rounding == Rounding::half_up ? 1 : 0);
      }
      EXPECT_EQ(c.note.find("; 3 decisions within 2^-200 of a scale of a tie") == std::string::npos, proved)
          << c.note;
      EXPECT_EQ(judge(c, as_declared(c)).tie, 3);
    }
  }
}

}  // namespace
}  // namespace quantcheck::test
