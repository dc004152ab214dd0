// Factors, inverses and lattice reduction, compared with FLINT, which shares no code with them.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <quantcheck/reference/hessian/inverse.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/lattice/lll.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/tests/reference/lattice/random_basis.h>
#include <quantcheck/tests/support/flint.h>
#include <quantcheck/tests/support/generators.h>

namespace quantcheck::test {
namespace {

using namespace reference;

Matrix<Rational> trailing(const Matrix<Rational>& hessian, Index size) {
  return hessian.bottomRightCorner(size, size);
}

Matrix<Rational> leading(const Matrix<Rational>& hessian, Index size) {
  return hessian.topLeftCorner(size, size);
}

// For T = {j .. n-1}, H_iT H_TT^-1 = U_iT U_TT^-1, and its first entry is U_ij. D_j is det H_TT divided by
// the same determinant for T without j.
RC_GTEST_PROP(Flint, AgreesOnUAndD, ()) {
  const Matrix<Rational> hessian = factored_hessian(*problems());
  const Index n = hessian.rows();
  const Udu<Rational> factor = udu(hessian);
  const Udu<Rational> integral = udu_fraction_free(hessian);
  for (Index j = 0; j < n; ++j) {
    const Index size = n - j;
    const Rational pivot =
        flint::determinant(trailing(hessian, size)) / flint::determinant(trailing(hessian, size - 1));
    RC_ASSERT(factor.pivot(j) == pivot);
    RC_ASSERT(integral.pivot(j) == pivot);
    const Matrix<Rational> x = flint::solve(trailing(hessian, size), hessian.bottomLeftCorner(size, j));
    for (Index i = 0; i < j; ++i) {
      RC_ASSERT(factor.numerator(i, j) / factor.denominator(j) == x(0, i));
      RC_ASSERT(integral.numerator(i, j) / integral.denominator(j) == x(0, i));
    }
  }
}

// The mirror image, from the first variable on: for T = {0 .. j}, L_ij is the last entry of H_TT^-1 H_Ti.
RC_GTEST_PROP(Flint, AgreesOnLAndC, ()) {
  const Matrix<Rational> hessian = factored_hessian(*problems());
  const Index n = hessian.rows();
  const Ldl<Rational> factor = ldl(hessian);
  for (Index j = 0; j < n; ++j) {
    RC_ASSERT(factor.pivot(j) ==
              flint::determinant(leading(hessian, j + 1)) / flint::determinant(leading(hessian, j)));
    const Matrix<Rational> x =
        flint::solve(leading(hessian, j + 1), hessian.topRightCorner(j + 1, n - 1 - j));
    for (Index i = j + 1; i < n; ++i) RC_ASSERT(factor.lower(i, j) == x(j, i - j - 1));
  }
}

RC_GTEST_PROP(Flint, AgreesOnTheInverse, ()) {
  const Matrix<Rational> hessian = factored_hessian(*problems());
  RC_ASSERT(inverse(hessian) == flint::inverse(hessian));
}

RC_GTEST_PROP(Flint, AcceptsOurReducedBases, ()) {
  Dice dice(*seeds());
  const Matrix<Rational> basis = random_basis(dice);
  const double delta = dice.pick({0.75, 0.75, 0.375, 0.984375});
  const Reduced reduced = lll(basis, exact(delta));
  RC_ASSERT(flint::is_lll_reduced(reduced.basis, delta));
  RC_ASSERT(flint::canonical_basis(reduced.basis) == flint::canonical_basis(basis));
  RC_ASSERT(abs(flint::determinant(reduced.transform)) == 1);
}

RC_GTEST_PROP(Flint, HasItsReducedBasesAccepted, ()) {
  Dice dice(*seeds());
  const Matrix<Rational> basis = random_basis(dice);
  const Rational delta = dice.pick<Rational>({Rational(3, 4), Rational(3, 4), Rational(99, 100)});
  const Matrix<Rational> reduced = flint::lll(basis, delta);
  RC_ASSERT(is_lll_reduced(reduced, delta));
  RC_ASSERT(flint::canonical_basis(lll(basis, delta).basis) == flint::canonical_basis(reduced));
}

// Both answers occur: the bases are drawn at random, or were reduced for another delta.
TEST(Flint, AgreesOnWhatIsReduced) {
  int reduced = 0;
  constexpr int bases = 1000;
  for (int seed = 0; seed < bases; ++seed) {
    Dice dice(seed);
    Matrix<Rational> basis = random_basis(dice);
    if (dice.chance(70)) basis = lll(basis, Rational(3, 10)).basis;
    const double delta = dice.pick({0.75, 0.5, 0.9375});
    const bool is_reduced = is_lll_reduced(basis, exact(delta));
    ASSERT_EQ(is_reduced, flint::is_lll_reduced(basis, delta)) << basis << "\ndelta " << delta;
    if (is_reduced) ++reduced;
  }
  EXPECT_GT(reduced, bases / 5);
  EXPECT_LT(reduced, bases * 4 / 5);
}

}  // namespace
}  // namespace quantcheck::test
