// The correction of GPTAQ against its definition, and GPTAQ without a correction. The claims of the ledger
// about GPTAQ are checked in tests/proofs_check/ledger.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/criteria/gptaq_residual.h>
#include <quantcheck/reference/criteria/residual.h>
#include <quantcheck/reference/hessian/inverse.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/gptaq.h>
#include <quantcheck/reference/quantizers/gptq.h>
#include <quantcheck/tests/support/generators.h>

namespace quantcheck::test {
namespace {

using namespace reference;

Matrix<Rational> random_cross(Dice& dice, Index n) {
  Matrix<Rational> cross(n, n);
  for (Rational& c : cross.reshaped()) c = Rational(dice.between(-9, 9), dice.pick<Index>({1, 2, 7}));
  return cross;
}

RC_GTEST_PROP(Gptaq, TheCorrectionIsAsDefined, ()) {
  const Problem p = *problems();
  Dice dice(*seeds());
  const Index n = p.in();
  const Matrix<Rational> hessian = factored_hessian(p);
  const Matrix<Rational> cross = random_cross(dice, n);
  const auto alpha = dice.pick<Rational>({1, Rational(1, 4), Rational(-2, 3)});
  const Matrix<Rational> correction = gptaq_correction(cross, udu(hessian), alpha);
  RC_ASSERT(gptaq_correction(cross, udu_fraction_free(hessian), alpha) == correction);
  for (Index i = 0; i < n; ++i) {
    RC_ASSERT(correction.row(i).head(i + 1).isZero(0));
    const Index later = n - i - 1;
    if (later == 0) continue;
    // P_iF H_FF = alpha C_iF
    const Matrix<Rational> block = hessian.bottomRightCorner(later, later);
    const Matrix<Rational> product = correction.row(i).tail(later) * block;
    RC_ASSERT(product == Matrix<Rational>(alpha * cross.row(i).tail(later)));
  }
}

RC_GTEST_PROP(Gptaq, WithoutACorrectionItIsGptq, ()) {
  const Problem p = *problems({.any_grid = true});
  Dice dice(*seeds());
  const Index n = p.in();
  const Matrix<Rational> hessian = factored_hessian(p);
  const Udu<Rational> factor = udu(hessian);
  const Ldl<Rational> inverse_factor = ldl(inverse(hessian));
  const Matrix<Rational> none = Matrix<Rational>::Constant(n, n, Rational(0));
  const auto decide = decide_nearest(p.grid, p.rounding);
  const Codes codes = gptq(p.weight, inverse_factor, p.grid, p.order, decide);
  const Index block = dice.between(1, n + 1);
  RC_ASSERT(gptaq(p.weight, inverse_factor, none, p.grid, p.order, decide) == codes);
  RC_ASSERT(gptaq_blocked(p.weight, inverse_factor, none, p.grid, p.order, block, decide) == codes);
  for (Index row = 0; row < p.out(); ++row) {
    const Vector<Rational> e = error_of(p.weight, codes, p.grid, p.order, row);
    const Vector<Rational> q = p.weight.row(row)(p.order).transpose() - e;
    RC_ASSERT(gptaq_residual(e, q, factor, none, block) == residual(e, factor));
  }
}

// H = I and P_01 = 1: the second target is 1/5 plus the weight 2/5, or plus its value 0 across blocks.
TEST(Gptaq, ByHand) {
  const Matrix<Rational> hessian = Matrix<Rational>::Identity(2, 2);
  const Matrix<Rational> cross{{7, 4}, {7, 7}};
  const Matrix<Rational> correction = gptaq_correction(cross, udu(hessian), Rational(1, 4));
  EXPECT_EQ(correction, (Matrix<Rational>{{0, 1}, {0, 0}}));
  const Grid<Rational> grid{1, {1}, {0}, {0, 0}, {0, 1}};
  const Matrix<Rational> weight{{Rational(2, 5), Rational(1, 5)}};
  const auto decide = decide_nearest(grid, Rounding::half_even);
  const auto blocks_of = [&](Index block) {
    return gptaq_blocked(weight, ldl(hessian), correction, grid, {0, 1}, block, decide);
  };
  EXPECT_EQ(gptaq(weight, ldl(hessian), correction, grid, {0, 1}, decide), (Codes{{0, 1}}));
  EXPECT_EQ(blocks_of(2), (Codes{{0, 1}}));
  EXPECT_EQ(blocks_of(1), (Codes{{0, 0}}));
  const Vector<Rational> e{{Rational(2, 5), Rational(-4, 5)}};
  const Vector<Rational> q{{0, 1}};
  EXPECT_EQ(gptaq_residual(e, q, udu(hessian), correction, 2),
            (Vector<Rational>{{Rational(2, 5), Rational(-2, 5)}}));
  EXPECT_EQ(gptaq_residual(e, q, udu(hessian), correction, 1),
            (Vector<Rational>{{Rational(2, 5), Rational(-4, 5)}}));
}

}  // namespace
}  // namespace quantcheck::test
