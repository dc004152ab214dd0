// Random lattice bases, often with the properties that make reduction hard.
#pragma once

#include <utility>

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>
#include <quantcheck/tests/support/generators.h>

namespace quantcheck::test {

/// A basis of 1 to 6 linearly independent columns: an upper triangle with up to two more rows below it, often
/// scrambled by unimodular moves. Coefficients of exactly 1/2, equality in Lovasz's condition and one row far
/// longer than the others are common.
inline reference::Matrix<reference::Rational> random_basis(Dice& dice) {
  using reference::Rational;
  const Index n = dice.between(1, 6);
  const Index more = dice.below(3);
  const Rational unit = dice.pick<Rational>({1, 1, Rational(1, 2), Rational(1, 7)});
  const Index longest = dice.pick<Index>({1, 3, 3, 100000});
  reference::Matrix<Rational> basis = reference::Matrix<Rational>::Zero(n + more, n);
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < j; ++i) basis(i, j) = dice.between(-2, 2) * unit;
    basis(j, j) = dice.pick<Rational>({1, 1, 1, 2, Rational(1, 2), Rational(3, 4)});
    for (Index i = n; i < n + more; ++i) basis(i, j) = dice.between(-longest, longest) * unit;
  }
  const Index moves = dice.chance(60) ? 3 * n : 0;
  for (Index move = 0; n > 1 && move < moves; ++move) {
    const Index i = dice.below(n);
    const Index j = (i + dice.between(1, n - 1)) % n;
    basis.col(j) += Rational(dice.between(-2, 2)) * basis.col(i);
    if (dice.chance(30)) basis.col(i).swap(basis.col(j));
  }
  return basis;
}

}  // namespace quantcheck::test
