// Lattice reduction, checked against its definition.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <quantcheck/reference/error.h>
#include <quantcheck/reference/lattice/lll.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/tests/reference/lattice/random_basis.h>

namespace quantcheck::test {
namespace {

using namespace reference;

Rational random_delta(Dice& dice) {
  return dice.pick<Rational>({Rational(3, 4), Rational(3, 4), Rational(99, 100), Rational(2, 5)});
}

RC_GTEST_PROP(Lll, TheResultIsReduced, ()) {
  Dice dice(*seeds());
  const Matrix<Rational> basis = random_basis(dice);
  const Rational delta = random_delta(dice);
  RC_ASSERT(is_lll_reduced(lll(basis, delta).basis, delta));
  RC_ASSERT(is_lll_reduced(lll(basis).basis, Rational(3, 4)));
}

// The determinant of the transform is checked with FLINT.
RC_GTEST_PROP(Lll, AnIntegerTransformGivesTheResult, ()) {
  Dice dice(*seeds());
  const Matrix<Rational> basis = random_basis(dice);
  const Reduced reduced = lll(basis, random_delta(dice));
  RC_ASSERT(Matrix<Rational>(basis * reduced.transform) == reduced.basis);
  for (const Rational& entry : reduced.transform.reshaped()) RC_ASSERT(denominator(entry) == 1);
}

// The coefficients of such bases may be 1/2 or -1/2.
RC_GTEST_PROP(Lll, AReducedBasisStays, ()) {
  Dice dice(*seeds());
  const Rational delta = random_delta(dice);
  Matrix<Rational> basis = lll(random_basis(dice), delta).basis;
  basis.col(dice.below(basis.cols())) *= Rational(-1);
  const Reduced again = lll(basis, delta);
  RC_ASSERT(again.basis == basis);
  RC_ASSERT(again.transform == Matrix<Rational>(Matrix<Rational>::Identity(basis.cols(), basis.cols())));
}

TEST(Lll, ByHand) {
  // mu = 3/2 is rounded to the even 2, and b_1 - 2 b_0 = (-1, 0) is shorter, so it comes first. Then mu = -1
  // gives b_0 + (-1, 0).
  const Matrix<Rational> basis{{Rational(1), Rational(1)}, {Rational(1), Rational(2)}};
  const Reduced reduced = lll(basis);
  EXPECT_EQ(reduced.basis, (Matrix<Rational>{{Rational(-1), Rational(0)}, {Rational(0), Rational(1)}}));
  EXPECT_EQ(reduced.transform, (Matrix<Rational>{{Rational(-2), Rational(-1)}, {Rational(1), Rational(1)}}));
}

// Whether the columns (1, 0) and (m, y) are reduced. Here mu = m, and Lovasz's condition is
// y^2 + m^2 >= delta.
bool reduced_plane(const Rational& m, const Rational& y, const Rational& delta) {
  return is_lll_reduced(Matrix<Rational>{{Rational(1), m}, {Rational(0), y}}, delta);
}

TEST(Lll, ReducedMeansUpToAndWithEquality) {
  const Rational over_half = Rational(1, 2) + exact(0x1p-60);
  EXPECT_TRUE(reduced_plane(Rational(1, 2), 1, Rational(3, 4)));
  EXPECT_TRUE(reduced_plane(Rational(-1, 2), 1, Rational(3, 4)));
  EXPECT_FALSE(reduced_plane(over_half, 1, Rational(3, 4)));
  EXPECT_FALSE(reduced_plane(Rational(-over_half), 1, Rational(3, 4)));
  EXPECT_TRUE(reduced_plane(Rational(3, 10), Rational(4, 10), Rational(1, 4)));
  EXPECT_FALSE(reduced_plane(Rational(3, 10), Rational(4, 10), Rational(1, 4) + exact(0x1p-60)));
}

TEST(Lll, Refusals) {
  const Matrix<Rational> identity = Matrix<Rational>::Identity(2, 2);
  EXPECT_THROW(lll(identity, Rational(1, 4)), Error);
  EXPECT_THROW(lll(identity, Rational(1)), Error);
  const Matrix<Rational> dependent{{Rational(1), Rational(2)}, {Rational(2), Rational(4)}};
  EXPECT_THROW(lll(dependent), Error);
  EXPECT_THROW(is_lll_reduced(dependent, Rational(3, 4)), Error);
}

}  // namespace
}  // namespace quantcheck::test
