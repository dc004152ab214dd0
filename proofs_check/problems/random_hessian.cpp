#include <quantcheck/proofs_check/problems/random_hessian.h>

#include <algorithm>

#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu.h>

namespace quantcheck::check {

using reference::exact;
using reference::Matrix;
using reference::Rational;
using reference::Vector;

namespace {

Vector<Rational> random_diagonal(Dice& dice, Index n) {
  Vector<Rational> d(n);
  for (Index j = 0; j < n; ++j) d(j) = dice.pick<Rational>({1, 1, 2, 3, Rational(1, 4), Rational(5, 3)});
  return d;
}

// A matrix whose off-diagonal entries are all alike, so that every order has equal pivots to choose from.
Matrix<Rational> equicorrelated(Dice& dice, Index n) {
  Matrix<Rational> h =
      Matrix<Rational>::Constant(n, n, dice.pick<Rational>({1, Rational(1, 2), Rational(9, 10)}));
  for (Index j = 0; j < n; ++j) h(j, j) = 2;
  return h;
}

Matrix<Rational> hilbert(Index n) {
  Matrix<Rational> h(n, n);
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) h(i, j) = Rational(1, i + j + 1);
  return h;
}

Matrix<Rational> small_activations(Dice& dice, Index samples, Index n) {
  Matrix<Rational> x(samples, n);
  for (Rational& entry : x.reshaped()) entry = dice.between(-3, 3);
  return x;
}

Matrix<Rational> float_activations(Dice& dice, Index samples, Index n) {
  Matrix<Rational> x(samples, n);
  for (Rational& entry : x.reshaped())
    entry = exact(static_cast<double>(static_cast<float>(dice.between(-1000000, 1000000)) / 3e5F));
  return x;
}

DampedHessian plain_hessian(Dice& dice, Index n) {
  // The damping is no smaller, so that codes fit in 62 bits.
  const Rational damping =
      dice.pick<Rational>({Rational(1, 100), exact(0.01), Rational(1, 2), 1, exact(0x1p-20)});
  const Rational damping_or_none = dice.chance(50) ? Rational(0) : damping;
  switch (dice.below(6)) {
    case 0:
      return {random_diagonal(dice, n).asDiagonal(), damping_or_none};
    case 1:
    case 2:
      return {from_upper_factor(dice, random_diagonal(dice, n)), damping_or_none};
    case 3:
      return {reference::gram(small_activations(dice, dice.between(1, n), n)), damping};
    case 4:
      return {reference::gram(float_activations(dice, n + 2, n)), damping};
    default:
      return {equicorrelated(dice, n), damping_or_none};
  }
}

}  // namespace

DampedHessian random_hessian(Dice& dice, Index limit) {
  if (dice.chance(10)) return {hilbert(limit < 7 ? dice.between(1, limit) : 10), 0};
  const Index n = dice.chance(10) ? 1 : dice.between(1, limit);
  DampedHessian result = plain_hessian(dice, n);
  if (dice.chance(15)) {
    for (Index j = 0; j < n; ++j) {
      const Rational strength = power_of_two(dice.between(-10, 10));
      result.hessian.col(j) *= strength;
      result.hessian.row(j) *= strength;
    }
  }
  if (dice.chance(10)) {
    const Rational unit = power_of_two(dice.pick<Index>({-40, 40}));
    result.hessian *= unit;
    result.damping *= unit;
  }
  return result;
}

Matrix<Rational> from_upper_factor(Dice& dice, const Vector<Rational>& d) {
  const Index n = d.size();
  Matrix<Rational> v = Matrix<Rational>::Identity(n, n);
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < j; ++i) v(i, j) = Rational(dice.between(-4, 4), 2);
  return v * d.asDiagonal() * v.transpose();
}

Rational power_of_two(Index exponent) {
  const Rational power(reference::Integer(1) << static_cast<unsigned>(std::abs(exponent)));
  return exponent < 0 ? Rational(1 / power) : power;
}

bool is_positive_definite(const Matrix<Rational>& hessian) {
  try {
    reference::udu(hessian);
    return true;
  } catch (const reference::NotPositiveDefinite&) {
    return false;
  }
}

void disconnect(Matrix<Rational>& hessian, Index j) {
  const Rational diagonal = hessian(j, j);
  hessian.row(j).setConstant(Rational(0));
  hessian.col(j).setConstant(Rational(0));
  hessian(j, j) = diagonal;
}

}  // namespace quantcheck::check
