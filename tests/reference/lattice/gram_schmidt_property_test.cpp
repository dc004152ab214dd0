// Gram-Schmidt orthogonalization, checked against its definition.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/lattice/gram_schmidt.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/prime_field.h>
#include <quantcheck/tests/reference/lattice/random_basis.h>

namespace quantcheck::test {
namespace {

using namespace reference;

RC_GTEST_PROP(GramSchmidt, DirectionsAreOrthogonalAndRebuildTheBasis, ()) {
  Dice dice(*seeds());
  const Matrix<Rational> basis = random_basis(dice);
  const GramSchmidt<Rational> orthogonal = gram_schmidt(basis);
  const Matrix<Rational>& mu = orthogonal.coefficient;
  RC_ASSERT(Matrix<Rational>(orthogonal.directions.transpose() * orthogonal.directions) ==
            Matrix<Rational>(orthogonal.squared_norm.asDiagonal()));
  RC_ASSERT(Matrix<Rational>(orthogonal.directions * mu) == basis);
  RC_ASSERT(Matrix<Rational>(mu.triangularView<Eigen::UnitUpper>()) == mu);
}

// To eliminate the last variable first is to orthogonalize the last column first.
RC_GTEST_PROP(GramSchmidt, IsTheFactorOfTheGramMatrixReadFromTheOtherEnd, ()) {
  Dice dice(*seeds());
  const Matrix<Rational> basis = random_basis(dice);
  const Index n = basis.cols();
  const GramSchmidt<Rational> orthogonal = gram_schmidt(basis);
  const Udu<Rational> factor = udu(gram(Matrix<Rational>(basis.rowwise().reverse())));
  RC_ASSERT(Vector<Rational>(factor.pivot.reverse()) == orthogonal.squared_norm);
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < j; ++i)
      RC_ASSERT(factor.numerator(i, j) == orthogonal.coefficient(n - 1 - j, n - 1 - i));
}

RC_GTEST_PROP(GramSchmidt, DependentColumnsAreRefused, ()) {
  Dice dice(*seeds());
  Matrix<Rational> basis = random_basis(dice);
  const Index n = basis.cols();
  const Index dependent = dice.below(n);
  Vector<Rational> combination(n);
  for (Rational& coefficient : combination) coefficient = Rational(dice.between(-3, 3), 2);
  combination(dependent) = 0;
  basis.col(dependent) = basis * combination;
  RC_ASSERT_THROWS_AS(gram_schmidt(basis), Error);
}

// The prime divides none of the denominators.
RC_GTEST_PROP(GramSchmidt, IsTheSameInAFiniteField, ()) {
  Dice dice(*seeds());
  const Matrix<Rational> basis = random_basis(dice);
  const PrimeField::Modulus modulus((std::uint64_t{1} << 61) - 1);
  const GramSchmidt<Rational> orthogonal = gram_schmidt(basis);
  const GramSchmidt<PrimeField> in_field = gram_schmidt(Matrix<PrimeField>(basis.unaryExpr(&reduced)));
  RC_ASSERT(in_field.directions == Matrix<PrimeField>(orthogonal.directions.unaryExpr(&reduced)));
  RC_ASSERT(in_field.coefficient == Matrix<PrimeField>(orthogonal.coefficient.unaryExpr(&reduced)));
  RC_ASSERT(in_field.squared_norm == Vector<PrimeField>(orthogonal.squared_norm.unaryExpr(&reduced)));
}

TEST(GramSchmidt, AVectorOfNormZeroInAFiniteFieldIsRefused) {
  const PrimeField::Modulus modulus(5);
  EXPECT_THROW(gram_schmidt(Matrix<PrimeField>{{PrimeField(1)}, {PrimeField(2)}}), Error);
}

TEST(GramSchmidt, ByHand) {
  const Matrix<Rational> basis{{Rational(1), Rational(1)}, {Rational(1), Rational(2)}};
  const GramSchmidt<Rational> orthogonal = gram_schmidt(basis);
  EXPECT_EQ(orthogonal.directions,
            (Matrix<Rational>{{Rational(1), Rational(-1, 2)}, {Rational(1), Rational(1, 2)}}));
  EXPECT_EQ(orthogonal.coefficient,
            (Matrix<Rational>{{Rational(1), Rational(3, 2)}, {Rational(0), Rational(1)}}));
  EXPECT_EQ(orthogonal.squared_norm, (Vector<Rational>{{Rational(2), Rational(1, 2)}}));
}

}  // namespace
}  // namespace quantcheck::test
