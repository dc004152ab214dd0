// The loss with its identity, and the fields of the box criterion. The claims of the ledger about them are
// checked in tests/proofs_check/ledger.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/criteria/box.h>
#include <quantcheck/reference/criteria/loss.h>
#include <quantcheck/reference/criteria/relative_bound.h>
#include <quantcheck/reference/criteria/residual.h>
#include <quantcheck/reference/criteria/residual_fraction_free.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>
#include <quantcheck/tests/support/generators.h>

namespace quantcheck::test {
namespace {

using namespace reference;

Codes random_codes(const Problem& p, Dice& dice) {
  Codes codes(p.out(), p.in());
  for (Code& code : codes.reshaped()) code = dice.between(-9, 9);
  return codes;
}

RC_GTEST_PROP(Loss, IsTheSumOverGramSchmidtDirections, ()) {
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

RC_GTEST_PROP(Residual, IsTheSameWithoutFractions, ()) {
  const Problem p = *problems();
  Dice dice(*seeds());
  const Codes codes = random_codes(p, dice);
  const Udu<Rational> factor = udu_fraction_free(factored_hessian(p));
  for (Index row = 0; row < p.out(); ++row) {
    const Vector<Rational> e = error_of(p.weight, codes, p.grid, p.order, row);
    RC_ASSERT(residual_fraction_free(e, factor) == residual(e, factor));
  }
}

TEST(Loss, ByHand) {
  // e = (-1/4, 3/5) loses 2/16 - 2 * 3/20 + 2 * 9/25. Further, v = (-1/4, 19/40) and D = (3/2, 2). The bounds
  // are those for the scales 1 and 2, in either order of the columns.
  const Matrix<Rational> hessian{{Rational(2), Rational(1)}, {Rational(1), Rational(2)}};
  const Vector<Rational> e{{Rational(-1, 4), Rational(3, 5)}};
  const Udu<Rational> factor = udu(hessian);
  EXPECT_EQ(loss(e, hessian), Rational(109, 200));
  EXPECT_EQ(residual(e, factor), (Vector<Rational>{{Rational(-1, 4), Rational(19, 40)}}));
  const Grid<Rational> grid{2, {1, 2}, {0, 0}, {0, 1}, {}};
  EXPECT_EQ(loss_bound(factor, grid, {0, 1}, 0), Rational(19, 8));
  EXPECT_EQ(loss_bound(factor, grid, {1, 0}, 0), 2);
}

TEST(RelativeBound, ByHand) {
  // The sums from each entry on are 7, 3, 2. Divided by 4, 1, 2 the largest is 3. The greatest ratio of a
  // later entry to an earlier one is 2 / 1.
  const Vector<Rational> d{{Rational(4), Rational(1), Rational(2)}};
  EXPECT_EQ(relative_bound(d), 3);
  EXPECT_EQ(weakest_relative_bound(d), (3 + 1) * 2);
}

// Every field is computed again from the words of its definition.
RC_GTEST_PROP(Box, FieldsAreAsDefined, ()) {
  Dice dice(*seeds());
  const Rational half(1, 2);
  const Rational scale = dice.pick<Rational>({1, -1, Rational(3, 7), Rational(-1, 10)});
  const Rational r(dice.between(-8, 8), dice.pick<Index>({4, 5}));
  CodeRange range;
  if (dice.chance(80)) range.min = dice.between(-1, 1);
  if (dice.chance(80)) range.max = range.min.value_or(-1) + dice.below(3);
  const Code code = range.min.value_or(*range.max - 2) + dice.below(3);
  RC_PRE(!range.max || code <= *range.max);

  const Grid<Rational> grid{1, {scale}, {0}, {0}, range};
  const BoxPosition<Rational> position = box_position(grid, 0, 0, code, Rational(r * scale));
  const bool passes = (r <= half || code == range.max) && (r >= -half || code == range.min);
  RC_ASSERT(position.r == r);
  RC_ASSERT(position.excess == abs(r) - half);
  RC_ASSERT((!position.asked || position.excess <= 0) == passes);
  RC_ASSERT(position.clipped == ((r > half && code == range.max) || (r < -half && code == range.min)));
}

TEST(Box, NothingIsAskedOfASingleCode) {
  const Grid<Rational> grid{1, {1}, {0}, {0}, {3, 3}};
  for (const int v : {-5, 0, 5}) {
    const auto position = box_position(grid, 0, 0, 3, Rational(v));
    EXPECT_FALSE(position.asked);
    EXPECT_EQ(position.clipped, v != 0);
  }
}

}  // namespace
}  // namespace quantcheck::test
