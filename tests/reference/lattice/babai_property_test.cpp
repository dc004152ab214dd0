// Babai's nearest plane on a basis: it is the quantizer of the same name, and its residual lies in a box.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/lattice/babai.h>
#include <quantcheck/reference/lattice/lll.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>
#include <quantcheck/tests/reference/lattice/random_basis.h>

namespace quantcheck::test {
namespace {

using namespace reference;

// Babai's algorithm decides the last column first. The columns are those of F diag(s), with the column of the
// first step last. A decision z_j is code - zero, and its zeta is t / s.
RC_GTEST_PROP(Babai, IsTheNearestPlaneInReversedOrder, ()) {
  const Problem p = *problems({.in = 6, .activations = true});
  const Index n = p.in();
  const auto decide = decide_nearest(p.grid, p.rounding);
  const Codes codes = nearest_plane(p.weight, udu(factored_hessian(p)), p.grid, p.order, decide);
  const Matrix<Rational> f = factor_basis(p);
  for (Index row = 0; row < p.out(); ++row) {
    const auto column = [&](Index j) { return p.order[n - 1 - j]; };
    Matrix<Rational> basis(f.rows(), n);
    Vector<Rational> target = Vector<Rational>::Zero(f.rows());
    for (Index j = 0; j < n; ++j) {
      basis.col(j) = f.col(n - 1 - j) * p.grid.scale_at(row, column(j));
      target += f.col(n - 1 - j) * p.weight(row, column(j));
    }
    const Vector<Rational> z = babai(basis, target, [&](Index j, const Rational& zeta) {
      const Rational target_there = zeta * p.grid.scale_at(row, column(j));
      return Rational(decide(row, column(j), target_there) - p.grid.zero_at(row, column(j)));
    });
    for (Index j = 0; j < n; ++j) RC_ASSERT(z(j) + p.grid.zero_at(row, column(j)) == codes(row, column(j)));
  }
}

Vector<Rational> random_target(Dice& dice, Index rows) {
  Vector<Rational> target(rows);
  for (Rational& entry : target) entry = Rational(dice.between(-40, 40), dice.pick<Index>({2, 4, 7}));
  return target;
}

auto round_half_even(Index, const Rational& zeta) { return round_to_integer(zeta, Rounding::half_even); }

// Codes found by way of a reduced basis, as in Alg. 2, leave a residual in the box of its directions.
RC_GTEST_PROP(Babai, LeavesAResidualInTheBoxOfTheDirections, ()) {
  Dice dice(*seeds());
  const Matrix<Rational> basis = random_basis(dice);
  const Vector<Rational> target = random_target(dice, basis.rows());
  const Reduced reduced = lll(basis);
  const Vector<Rational> plain = babai(basis, target, round_half_even);
  const Vector<Rational> by_reduced = reduced.transform * babai(reduced.basis, target, round_half_even);

  const auto lies_in_box = [&](const Vector<Rational>& z, const Matrix<Rational>& box) {
    const GramSchmidt<Rational> orthogonal = gram_schmidt(box);
    const Vector<Rational> along = orthogonal.directions.transpose() * (target - basis * z);
    for (Index j = 0; j < along.size(); ++j)
      if (2 * abs(along(j)) > orthogonal.squared_norm(j)) return false;
    return true;
  };
  RC_ASSERT(lies_in_box(plain, basis));
  RC_ASSERT(lies_in_box(by_reduced, reduced.basis));
  for (const Vector<Rational>& z : {plain, by_reduced})
    for (const Rational& entry : z) RC_ASSERT(denominator(entry) == 1);
}

TEST(Babai, ByHand) {
  // b*_1 = (0, 1) gives zeta = 7/5 and z_1 = 1, which leaves (-7/10, 2/5). Then b*_0 = (1, 0) gives
  // zeta = -7/10 and z_0 = -1.
  const Matrix<Rational> basis{{Rational(1), Rational(1)}, {Rational(0), Rational(1)}};
  const Vector<Rational> target{{Rational(3, 10), Rational(7, 5)}};
  EXPECT_EQ(babai(basis, target, round_half_even), (Vector<Rational>{{Rational(-1), Rational(1)}}));
}

}  // namespace
}  // namespace quantcheck::test
