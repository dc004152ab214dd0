// The loss, its identity and bound, and the box criterion, which is checked in both directions by all codes
// there are.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include <quantcheck/reference/criteria/box.h>
#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/criteria/residual.h>
#include <quantcheck/reference/criteria/residual_fraction_free.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>
#include <quantcheck/tests/support/determinant.h>
#include <quantcheck/tests/support/dice.h>
#include <quantcheck/tests/support/generators.h>

namespace quantcheck::test {
namespace {

using namespace reference;

using RowCodes = std::vector<Code>;  // by column

Codes random_codes(const Problem& p, Dice& dice) {
  Codes codes(p.out(), p.in());
  for (Code& code : codes.reshaped()) code = dice.between(-9, 9);
  return codes;
}

RC_GTEST_PROP(Loss, is_the_sum_over_gram_schmidt_directions, ()) {
  const Problem p = *problems();
  Dice dice(*seeds());
  const Codes codes = random_codes(p, dice);
  const Matrix<Rational> hessian = factored_hessian(p);
  for (Index row = 0; row < p.out(); ++row) {
    const Vector<Rational> e = error_of(p.weight, codes, p.grid, p.order, row);
    for (const Udu<Rational>& factor : {udu(hessian), udu_fraction_free(hessian)}) {
      RC_ASSERT(loss(e, hessian) == loss_from_residual(residual(e, factor), factor));
      RC_ASSERT(loss(e, hessian) == Rational(e.transpose() * hessian * e));
    }
  }
}

RC_GTEST_PROP(Residual, is_the_same_without_fractions, ()) {
  const Problem p = *problems();
  Dice dice(*seeds());
  const Codes codes = random_codes(p, dice);
  const Udu<Rational> factor = udu_fraction_free(factored_hessian(p));
  for (Index row = 0; row < p.out(); ++row) {
    const Vector<Rational> e = error_of(p.weight, codes, p.grid, p.order, row);
    RC_ASSERT(residual_fraction_free(e, factor) == residual(e, factor));
  }
}

RC_GTEST_PROP(Loss, is_within_the_bound_without_clipping, ()) {
  Problem p = *problems();
  p.grid.range = {};
  const Matrix<Rational> hessian = factored_hessian(p);
  const Matrix<Rational> undamped = permuted(p.hessian, p.order);
  const Udu<Rational> factor = udu(hessian);
  const Codes codes = nearest_plane(p.weight, factor, p.grid, p.order, decide_nearest(p.grid, p.rounding));
  for (Index row = 0; row < p.out(); ++row) {
    const Vector<Rational> e = error_of(p.weight, codes, p.grid, p.order, row);
    RC_ASSERT(loss(e, undamped) <= loss(e, hessian));
    RC_ASSERT(loss(e, hessian) <= loss_bound(factor, p.grid, p.order, row));
  }
}

// The weights that put every v_j at -s_j / 2 from given codes: rounding half up, each target ties and returns
// the code.
RC_GTEST_PROP(Loss, attains_the_bound, ()) {
  Problem p = *problems();
  p.grid.range = {};
  p.rounding = Rounding::half_up;
  Dice dice(*seeds());
  const Codes codes = random_codes(p, dice);
  const Matrix<Rational> hessian = factored_hessian(p);
  const Udu<Rational> factor = udu(hessian);
  for (Index row = 0; row < p.out(); ++row) {
    Vector<Rational> e(p.in());
    for (Index j = 0; j < p.in(); ++j) {
      const Index column = p.order[j];
      e(j) = -p.grid.scale_at(row, column) / 2;
      for (Index i = 0; i < j; ++i) e(j) -= e(i) * factor.numerator(i, j);
      p.weight(row, column) = dequant(p.grid, row, column, codes(row, column)) + e(j);
    }
    RC_ASSERT(loss(e, hessian) == loss_bound(factor, p.grid, p.order, row));
  }
  RC_ASSERT(nearest_plane(p.weight, factor, p.grid, p.order, decide_nearest(p.grid, p.rounding)) == codes);
}

TEST(Loss, by_hand) {
  // e = (-1/4, 3/5): 2/16 - 2 * 3/20 + 2 * 9/25; v = (-1/4, 19/40), D = (3/2, 2); the bound for scales 1
  // and 2.
  const Matrix<Rational> hessian{{Rational(2), Rational(1)}, {Rational(1), Rational(2)}};
  const Vector<Rational> e{{Rational(-1, 4), Rational(3, 5)}};
  const Udu<Rational> factor = udu(hessian);
  EXPECT_EQ(loss(e, hessian), Rational(109, 200));
  EXPECT_EQ(residual(e, factor), (Vector<Rational>{{Rational(-1, 4), Rational(19, 40)}}));
  const Grid<Rational> grid{2, {1, 2}, {0, 0}, {0, 1}, {}};
  EXPECT_EQ(loss_bound(factor, grid, {0, 1}, 0), Rational(19, 8));
  EXPECT_EQ(loss_bound(factor, grid, {1, 0}, 0), 2);
}

// The target of step `step`, by its meaning: what the weight of that column would have to be dequantized to
// for the least loss, were it and all later ones free, given the codes before. That is w_j - e_j with e_F =
// -H_FF^-1 H_FE e_E, e_j by Cramer's rule.
Rational target_at(const Problem& p, const Matrix<Rational>& hessian, Index row, Index step,
                   const RowCodes& codes) {
  const Index free = p.in() - step;
  Vector<Rational> e(step);
  for (Index i = 0; i < step; ++i) {
    const Index column = p.order[i];
    e(i) = p.weight(row, column) -
           p.grid.scale_at(row, column) * Rational(codes[column] - p.grid.zero_at(row, column));
  }
  const Matrix<Rational> block = hessian.bottomRightCorner(free, free);
  Matrix<Rational> replaced = block;
  replaced.col(0) = -hessian.bottomLeftCorner(free, step) * e;
  return p.weight(row, p.order[step]) - determinant(replaced) / determinant(block);
}

// All codes of a row that some choice at each tie leads to.
void branch(const Problem& p, const Matrix<Rational>& hessian, Index row, Index step, RowCodes& codes,
            std::set<RowCodes>& reached) {
  if (step == p.in()) {
    reached.insert(codes);
    return;
  }
  const Index column = p.order[step];
  const Rational target = target_at(p, hessian, row, step, codes);
  const auto distance = [&](Code code) {
    return Rational(
        abs(target - p.grid.scale_at(row, column) * Rational(code - p.grid.zero_at(row, column))));
  };
  Rational least = distance(*p.grid.range.min);
  for (Code code = *p.grid.range.min; code <= *p.grid.range.max; ++code)
    least = std::min(least, distance(code));
  for (Code code = *p.grid.range.min; code <= *p.grid.range.max; ++code)
    if (distance(code) == least) {
      codes[column] = code;
      branch(p, hessian, row, step + 1, codes, reached);
    }
}

bool in_every_box(const Problem& p, const Udu<Rational>& factor, Index row, const RowCodes& row_codes) {
  Codes codes(p.out(), p.in());
  for (Index j = 0; j < p.in(); ++j) codes(row, j) = row_codes[j];
  const Vector<Rational> v = residual(error_of(p.weight, codes, p.grid, p.order, row), factor);
  for (Index k = 0; k < p.in(); ++k) {
    const Index column = p.order[k];
    const auto position = box_position(v(k), p.grid.scale_at(row, column), row_codes[column], p.grid.range);
    if (position.asked && position.excess > 0) return false;
  }
  return true;
}

// The next codes in range, as an odometer counts; false after the last.
bool advance(RowCodes& codes, const CodeRange& range) {
  for (Code& code : codes) {
    if (++code <= *range.max) return true;
    code = *range.min;
  }
  return false;
}

RC_GTEST_PROP(Box, holds_for_exactly_the_codes_reachable_under_some_choice_at_each_tie, ()) {
  const Problem p = *problems({.in = 3, .out = 2, .codes = 4});
  const Matrix<Rational> hessian = factored_hessian(p);
  const Udu<Rational> factor = udu_fraction_free(hessian);
  for (Index row = 0; row < p.out(); ++row) {
    std::set<RowCodes> reachable;
    RowCodes codes(p.in());
    branch(p, hessian, row, 0, codes, reachable);
    std::set<RowCodes> passing;
    std::fill(codes.begin(), codes.end(), *p.grid.range.min);
    do {
      if (in_every_box(p, factor, row, codes)) passing.insert(codes);
    } while (advance(codes, p.grid.range));
    RC_ASSERT(passing == reachable);
  }
}

// Every field by the words of its definition.
RC_GTEST_PROP(Box, fields_are_as_defined, ()) {
  Dice dice(*seeds());
  const Rational half(1, 2);
  const Rational scale = dice.pick<Rational>({1, -1, Rational(3, 7), Rational(-1, 10)});
  const Rational r(dice.between(-8, 8), dice.pick<Index>({4, 5}));
  CodeRange range;
  if (dice.chance(80)) range.min = dice.between(-1, 1);
  if (dice.chance(80)) range.max = range.min.value_or(-1) + dice.below(3);
  const Code code = range.min.value_or(*range.max - 2) + dice.below(3);
  RC_PRE(!range.max || code <= *range.max);

  const BoxPosition<Rational> position = box_position(Rational(r * scale), scale, code, range);
  const bool passes = (r <= half || code == range.max) && (r >= -half || code == range.min);
  RC_ASSERT(position.r == r);
  RC_ASSERT(position.excess == abs(r) - half);
  RC_ASSERT((!position.asked || position.excess <= 0) == passes);
  RC_ASSERT(position.clipped == ((r > half && code == range.max) || (r < -half && code == range.min)));
}

TEST(Box, nothing_is_asked_of_a_single_code) {
  for (const int v : {-5, 0, 5}) {
    const auto position = box_position(Rational(v), Rational(1), 3, {3, 3});
    EXPECT_FALSE(position.asked);
    EXPECT_EQ(position.clipped, v != 0);
  }
}

}  // namespace
}  // namespace quantcheck::test
