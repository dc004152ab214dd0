// Factorizations, inverses and orders, checked against their definitions.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <quantcheck/proofs_check/ledger/determinant.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/problems/random_hessian.h>
#include <quantcheck/proofs_check/replay/inverse_by_solving.h>
#include <quantcheck/reference/hessian/inverse.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/tests/support/generators.h>

namespace quantcheck::test {
namespace {

using namespace reference;

using check::ledger::determinant;
using check::ledger::principal;

RC_GTEST_PROP(Factor, UDUtIsTheHessian, ()) {
  const Matrix<Rational> hessian = factored_hessian(*problems());
  const Udu<Rational> factor = udu(hessian);
  const Matrix<Rational> u = unit_upper(factor);
  RC_ASSERT(Matrix<Rational>(u * factor.pivot.asDiagonal() * u.transpose()) == hessian);
}

RC_GTEST_PROP(Factor, FractionFreeEliminationGivesTheSame, ()) {
  const Matrix<Rational> hessian = factored_hessian(*problems());
  const Udu<Rational> factor = udu(hessian);
  const Udu<Rational> integral = udu_fraction_free(hessian);
  RC_ASSERT(integral.pivot == factor.pivot);
  RC_ASSERT(unit_upper(integral) == unit_upper(factor));
}

RC_GTEST_PROP(Factor, LCLtIsTheHessian, ()) {
  const Matrix<Rational> hessian = factored_hessian(*problems());
  const Ldl<Rational> factor = ldl(hessian);
  RC_ASSERT(Matrix<Rational>(factor.lower.triangularView<Eigen::UnitLower>()) == factor.lower);
  RC_ASSERT(Matrix<Rational>(factor.lower * factor.pivot.asDiagonal() * factor.lower.transpose()) == hessian);
}

RC_GTEST_PROP(Factor, BothInversesAre, ()) {
  const Matrix<Rational> hessian = factored_hessian(*problems());
  const Index n = hessian.rows();
  RC_ASSERT(Matrix<Rational>(inverse(hessian) * hessian) ==
            Matrix<Rational>(Matrix<Rational>::Identity(n, n)));
  RC_ASSERT(check::inverse_by_solving(hessian) == inverse(hessian));
}

// This leads from GPTQ to the nearest plane: where H^-1 = L C L^T, L^T is U^-1 and C is D^-1.
RC_GTEST_PROP(Factor, TheFactorOfTheInverseIsTheInverseOfTheFactor, ()) {
  const Matrix<Rational> hessian = factored_hessian(*problems());
  const Index n = hessian.rows();
  const Udu<Rational> factor = udu(hessian);
  const Ldl<Rational> of_inverse = ldl(inverse(hessian));
  RC_ASSERT(Matrix<Rational>(of_inverse.lower.transpose() * unit_upper(factor)) ==
            Matrix<Rational>(Matrix<Rational>::Identity(n, n)));
  RC_ASSERT(Vector<Rational>(of_inverse.pivot.cwiseProduct(factor.pivot)) ==
            Vector<Rational>(Vector<Rational>::Constant(n, Rational(1))));
}

RC_GTEST_PROP(Factor, PivotsMultiplyToTheDeterminant, ()) {
  const Matrix<Rational> hessian = factored_hessian(*problems({.in = 5}));
  const Rational det = determinant(hessian);
  RC_ASSERT(udu(hessian).pivot.prod() == det);
  RC_ASSERT(udu_fraction_free(hessian).pivot.prod() == det);
  RC_ASSERT(ldl(hessian).pivot.prod() == det);
}

// The index of the pivot that `factorize` refuses, or -1. The value that it reports is checked too.
template <class Factorize>
Index refused_pivot(Factorize factorize, const Matrix<Rational>& matrix, const Vector<Rational>& pivots) {
  try {
    factorize(matrix);
  } catch (const NotPositiveDefinite& error) {
    RC_ASSERT(error.pivot == approximate(pivots(error.index)));
    return error.index;
  }
  return -1;
}

// Indefinite and singular matrices whose pivots are known. The first pivot that is not positive is named:
// counted from the last variable for U D U^T, and from the first for L C L^T, which is U D U^T with all
// variables reversed.
RC_GTEST_PROP(Factor, MatricesThatAreNotPositiveDefiniteAreRefused, ()) {
  Dice dice(*seeds());
  const Index n = dice.between(1, 7);
  Vector<Rational> pivots(n);
  for (Rational& pivot : pivots)
    pivot = dice.pick<Rational>({1, 3, Rational(1, 4), 2, 2, 5, 0, -1, exact(-0x1p-40)});
  const Index bad = dice.below(n);
  pivots(bad) = dice.pick<Rational>({0, Rational(-1, 2)});
  const Matrix<Rational> matrix = from_upper_factor(dice, pivots);
  Index last = bad;
  for (Index j = bad; j < n; ++j)
    if (pivots(j) <= 0) last = j;

  RC_ASSERT(refused_pivot(udu<Rational>, matrix, pivots) == last);
  RC_ASSERT(refused_pivot([](const Matrix<Rational>& m) { return udu_fraction_free(m); }, matrix, pivots) ==
            last);
  const Matrix<Rational> reversed = matrix.reverse();
  const Vector<Rational> reversed_pivots = pivots.reverse();
  RC_ASSERT(refused_pivot(ldl<Rational>, reversed, reversed_pivots) == n - 1 - last);
  RC_ASSERT(refused_pivot(inverse<Rational>, reversed, reversed_pivots) == n - 1 - last);
}

TEST(Factor, ByHand) {
  // From the last variable: D_2 = 4, U_12 = 2/4, D_1 = 3 - 1/2 * 2 = 2.
  const Matrix<Rational> hessian{{Rational(3), Rational(2)}, {Rational(2), Rational(4)}};
  const Udu<Rational> factor = udu(hessian);
  EXPECT_EQ(factor.pivot(0), 2);
  EXPECT_EQ(factor.pivot(1), 4);
  EXPECT_EQ(factor.numerator(0, 1), Rational(1, 2));
  EXPECT_EQ(inverse(hessian)(0, 1), Rational(-1, 4));
}

// The diagonal of a Schur complement is found by determinants: S_jj = det H_{E + j} / det H_E, where E is the
// set of the eliminated variables.
RC_GTEST_PROP(Orders, MinPivotTakesTheSmallestOfEachSchurComplement, ()) {
  const Problem p = *problems({.in = 5});
  const Matrix<Rational> hessian = damped(p.hessian, p.damping);
  const Index n = hessian.rows();
  Order expected(n);
  std::vector<Index> eliminated;
  std::vector<bool> is_eliminated(n, false);
  for (Index position = n - 1; position >= 0; --position) {
    Index taken = -1;
    Rational smallest;
    for (Index j = n - 1; j >= 0; --j) {
      if (is_eliminated[j]) continue;
      std::vector<Index> with_j = eliminated;
      with_j.push_back(j);
      const Rational minor = determinant(principal(hessian, with_j));
      if (taken < 0 || minor < smallest) {
        taken = j;
        smallest = minor;
      }
    }
    expected[position] = taken;
    is_eliminated[taken] = true;
    eliminated.push_back(taken);
  }
  RC_ASSERT(min_pivot_order(hessian) == expected);
}

RC_GTEST_PROP(Orders, ActOrderDescendsAndIsStable, ()) {
  const Matrix<Rational> hessian = (*problems()).hessian;
  const Order order = act_order(hessian);
  RC_ASSERT(is_permutation(order, hessian.rows()));
  for (std::size_t k = 1; k < order.size(); ++k) {
    const Rational before = hessian(order[k - 1], order[k - 1]);
    const Rational after = hessian(order[k], order[k]);
    RC_ASSERT(before > after || (before == after && order[k - 1] < order[k]));
  }
}

RC_GTEST_PROP(Orders, InverseOrderUndoes, ()) {
  const Problem p = *problems();
  const Order position = inverse_order(p.order);
  for (Index k = 0; k < p.in(); ++k) RC_ASSERT(position[p.order[k]] == k);
  const Matrix<Rational> there = permuted(p.hessian, p.order);
  for (Index k = 0; k < p.in(); ++k)
    for (Index l = 0; l < p.in(); ++l) RC_ASSERT(there(k, l) == p.hessian(p.order[k], p.order[l]));
}

TEST(Orders, Ties) {
  const Matrix<Rational> identity = Matrix<Rational>::Identity(3, 3);
  EXPECT_EQ(act_order(identity), (Order{0, 1, 2}));
  EXPECT_EQ(min_pivot_order(identity), (Order{0, 1, 2}));
  // Index 2 is eliminated first for its pivot 1. That leaves 5 - 4 = 1 for index 0 and 2 for index 1.
  const Matrix<Rational> correlated{{Rational(5), Rational(0), Rational(2)},
                                    {Rational(0), Rational(2), Rational(0)},
                                    {Rational(2), Rational(0), Rational(1)}};
  EXPECT_EQ(min_pivot_order(correlated), (Order{1, 0, 2}));
  EXPECT_EQ(act_order(correlated), (Order{0, 1, 2}));
}

TEST(Orders, WhatIsAPermutation) {
  EXPECT_TRUE(is_permutation({}, 0));
  EXPECT_TRUE(is_permutation({2, 0, 1}, 3));
  EXPECT_FALSE(is_permutation({0, 1}, 3));
  EXPECT_FALSE(is_permutation({0, 0, 1}, 3));
  EXPECT_FALSE(is_permutation({0, 1, 3}, 3));
  EXPECT_FALSE(is_permutation({0, -1, 1}, 3));
}

TEST(Prepare, GramAndDamping) {
  const Matrix<Rational> x{
      {Rational(1), Rational(2)}, {Rational(0), Rational(-3)}, {Rational(1, 2), Rational(1)}};
  const Matrix<Rational> expected{{Rational(5, 4), Rational(5, 2)}, {Rational(5, 2), Rational(14)}};
  EXPECT_EQ(gram(x), expected);
  const Matrix<Rational> with_damping{{Rational(9, 4), Rational(5, 2)}, {Rational(5, 2), Rational(15)}};
  EXPECT_EQ(damped(expected, Rational(1)), with_damping);
}

}  // namespace
}  // namespace quantcheck::test
