// Changes of a layer that must not change its codes. That the algorithms have the same codes is a claim of
// the ledger, checked in tests/proofs_check/ledger.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/hessian/inverse.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/reference/quantizers/gptq.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>
#include <quantcheck/reference/quantizers/nearest_plane_blocked.h>
#include <quantcheck/reference/quantizers/obq.h>
#include <quantcheck/reference/quantizers/plain_rounding.h>
#include <quantcheck/tests/support/generators.h>

namespace quantcheck::test {
namespace {

using namespace reference;

Codes by_nearest_plane(const Problem& p) {
  return nearest_plane(p.weight, udu(factored_hessian(p)), p.grid, p.order,
                       decide_nearest(p.grid, p.rounding));
}

Codes by_gptq(const Problem& p) {
  return gptq(p.weight, ldl(inverse(factored_hessian(p))), p.grid, p.order,
              decide_nearest(p.grid, p.rounding));
}

Order shuffled(Index n, Dice& dice) {
  Order order = natural_order(n);
  for (Index k = n - 1; k > 0; --k) std::swap(order[k], order[dice.below(k + 1)]);
  return order;
}

Rational random_factor(Dice& dice) {
  return dice.pick<Rational>({2, 3, Rational(1, 7), exact(0x1p40), exact(0x1p-40), exact(0.1)});
}

RC_GTEST_PROP(Quantizers, FractionFreeFactorGivesTheSameCodes, ()) {
  const Problem p = *problems();
  const Codes codes = by_nearest_plane(p);
  const auto decide = decide_nearest(p.grid, p.rounding);
  const auto factor = udu_fraction_free(factored_hessian(p));
  RC_ASSERT(nearest_plane(p.weight, factor, p.grid, p.order, decide) == codes);
  for (const Index block : {Index{1}, Index{2}, Index{3}, p.in(), p.in() + 5})
    RC_ASSERT(nearest_plane_blocked(p.weight, factor, p.grid, p.order, block, decide) == codes);
}

RC_GTEST_PROP(Quantizers, TheScaleOfTheHessianDoesNotMatter, ()) {
  const Problem p = *problems();
  Dice dice(*seeds());
  Problem scaled = p;
  const Rational factor = random_factor(dice);
  scaled.hessian *= factor;
  scaled.damping *= factor;
  RC_ASSERT(by_nearest_plane(scaled) == by_nearest_plane(p));
  RC_ASSERT(by_gptq(scaled) == by_gptq(p));
}

RC_GTEST_PROP(Quantizers, RowsAreIndependent, ()) {
  const Problem p = *problems();
  Dice dice(*seeds());
  const Order rows = shuffled(p.out(), dice);
  Problem q = p;
  q.weight = p.weight(rows, Eigen::all);
  for (Index row = 0; row < p.out(); ++row)
    for (Index group = 0; group < p.grid.groups; ++group) {
      q.grid.scale[row * p.grid.groups + group] = p.grid.scale[rows[row] * p.grid.groups + group];
      q.grid.zero[row * p.grid.groups + group] = p.grid.zero[rows[row] * p.grid.groups + group];
    }
  RC_ASSERT(by_nearest_plane(q) == Codes(by_nearest_plane(p)(rows, Eigen::all)));
  RC_ASSERT(by_gptq(q) == Codes(by_gptq(p)(rows, Eigen::all)));
}

// Column k of the relabelled problem is column `columns[k]` of the original.
RC_GTEST_PROP(Quantizers, TheNamesOfTheColumnsDoNotMatter, ()) {
  const Problem p = *problems();
  Dice dice(*seeds());
  const Order columns = shuffled(p.in(), dice);
  const Order names = inverse_order(columns);
  Problem q = p;
  q.weight = p.weight(Eigen::all, columns);
  q.hessian = p.hessian(columns, columns);
  for (Index k = 0; k < p.in(); ++k) {
    q.grid.group_index[k] = p.grid.group_index[columns[k]];
    q.order[k] = names[p.order[k]];
  }
  RC_ASSERT(by_nearest_plane(q) == Codes(by_nearest_plane(p)(Eigen::all, columns)));
  RC_ASSERT(by_gptq(q) == Codes(by_gptq(p)(Eigen::all, columns)));
}

// The factor may be negative: every target and its scale change alike.
RC_GTEST_PROP(Quantizers, TheUnitOfARowDoesNotMatter, ()) {
  const Problem p = *problems();
  Dice dice(*seeds());
  Problem q = p;
  for (Index row = 0; row < p.out(); ++row) {
    const Rational factor = dice.chance(50) ? random_factor(dice) : Rational(-random_factor(dice));
    q.weight.row(row) *= factor;
    for (Index group = 0; group < p.grid.groups; ++group) q.grid.scale[row * p.grid.groups + group] *= factor;
  }
  RC_ASSERT(by_nearest_plane(q) == by_nearest_plane(p));
  RC_ASSERT(by_gptq(q) == by_gptq(p));
}

// Only roundings without a preferred direction qualify: half_up sends a mirrored tie to the other side.
RC_GTEST_PROP(Quantizers, NegativeScalesMirrorTheCodes, ()) {
  Problem p = *problems();
  if (p.rounding == Rounding::half_up) p.rounding = Rounding::half_away;
  p.grid.range = {};
  std::fill(p.grid.zero.begin(), p.grid.zero.end(), Code{0});
  Problem q = p;
  for (Rational& scale : q.grid.scale) scale = -scale;
  RC_ASSERT(by_nearest_plane(q) == Codes(-by_nearest_plane(p)));
}

RC_GTEST_PROP(Quantizers, ADiagonalHessianLeavesPlainRounding, ()) {
  Problem p = *problems();
  p.hessian = Matrix<Rational>(p.hessian.diagonal().asDiagonal());
  const Codes rounded = plain_rounding(p.weight, p.grid, p.rounding);
  RC_ASSERT(by_nearest_plane(p) == rounded);
  RC_ASSERT(by_gptq(p) == rounded);
}

// Columns 1 and 2 would lose the same, and column 0 more.
TEST(Quantizers, ObqTakesTheFirstOfEqualLosses) {
  const Matrix<Rational> weight{{Rational(1, 3), Rational(1, 4), Rational(-1, 4)}};
  const Grid<Rational> grid{1, {1}, {0}, {0, 0, 0}, {}};
  Order chosen;
  const auto least = choose_least_loss(grid, Rounding::half_even);
  const auto choose = [&](const ObqStep<Rational>& step) {
    const Index j = least(step);
    chosen.push_back(step.free[j]);
    return j;
  };
  const Matrix<Rational> identity = Matrix<Rational>::Identity(3, 3);
  obq(weight, identity, grid, choose, decide_nearest(grid, Rounding::half_even));
  EXPECT_EQ(chosen, (Order{1, 2, 0}));
}

// H = [2 1; 1 2], so D = (3/2, 2) and U_12 = 1/2; w = (3/4, 8/5), and the scale is 1.
Problem by_hand() {
  Problem p;
  p.weight = Matrix<Rational>{{Rational(3, 4), Rational(8, 5)}};
  p.hessian = Matrix<Rational>{{Rational(2), Rational(1)}, {Rational(1), Rational(2)}};
  p.grid = {1, {1}, {0}, {0, 0}, {}};
  p.order = {0, 1};
  return p;
}

// t_1 = 3/4 takes 1, so e_1 = -1/4. t_2 = 8/5 - 1/8 = 59/40 takes 1, where plain rounding takes 2.
TEST(Quantizers, ByHandFirstToLast) {
  const Problem p = by_hand();
  const Codes expected{{1, 1}};
  EXPECT_EQ(by_nearest_plane(p), expected);
  EXPECT_EQ(by_gptq(p), expected);
  EXPECT_EQ(plain_rounding(p.weight, p.grid, p.rounding), (Codes{{1, 2}}));
}

// From last to first: t_2 = 8/5 takes 2, so e_2 = -2/5; t_1 = 3/4 - 1/5 = 11/20 takes 1. Clipped at 1,
// e_2 = 3/5 and t_1 = 21/20. Clipped at 0, e_2 = 8/5 and t_1 = 31/20, which is clipped too.
TEST(Quantizers, ByHandLastToFirstAndClipped) {
  Problem p = by_hand();
  p.order = {1, 0};
  EXPECT_EQ(by_nearest_plane(p), (Codes{{1, 2}}));
  EXPECT_EQ(by_gptq(p), (Codes{{1, 2}}));
  p.grid.range = {{}, 1};
  EXPECT_EQ(by_nearest_plane(p), (Codes{{1, 1}}));
  EXPECT_EQ(by_gptq(p), (Codes{{1, 1}}));
  p.grid.range = {-3, 0};
  EXPECT_EQ(by_nearest_plane(p), (Codes{{0, 0}}));
  EXPECT_EQ(by_gptq(p), (Codes{{0, 0}}));
}

// Two groups with scales 1/2 and -2 and zeros 3 and 1. t_1 / s = 3/2 is a tie between 1 and 2; half to even
// takes 2 + 3, so e_1 = -1/4. t_2 = 59/40 divided by -2 is rounded to -1, and the code is -1 + 1 = 0.
TEST(Quantizers, ByHandWithGroupsAndZeros) {
  Problem p = by_hand();
  p.grid = {2, {Rational(1, 2), -2}, {3, 1}, {0, 1}, {}};
  EXPECT_EQ(by_nearest_plane(p), (Codes{{5, 0}}));
  EXPECT_EQ(by_gptq(p), (Codes{{5, 0}}));
}

}  // namespace
}  // namespace quantcheck::test
