#include <quantcheck/proofs_check/problems/random_activations.h>

#include <quantcheck/proofs_check/problems/random_hessian.h>
#include <quantcheck/reference/hessian/prepare.h>

namespace quantcheck::check {

using reference::Matrix;
using reference::Rational;

namespace {

// A float of 8 bits at most.
Rational short_float(Dice& dice) {
  const Rational significand = dice.between(-255, 255);
  return significand * power_of_two(dice.between(-12, -4));
}

template <class Entry>
Matrix<Rational> of_entries(Index samples, Index n, Entry entry) {
  Matrix<Rational> x(samples, n);
  for (Rational& value : x.reshaped()) value = entry();
  return x;
}

Matrix<Rational> nearly_parallel(Dice& dice, Index samples, Index n) {
  Matrix<Rational> x = of_entries(samples, n, [&] { return Rational(dice.between(-2, 2)) / 64; });
  for (Index sample = 0; sample < samples; ++sample) {
    const Rational common = dice.between(1, 3);
    for (Index j = 0; j < n; ++j) x(sample, j) += common;
  }
  return x;
}

// V^T for a V that is unit upper triangular, its entries multiples of 1/2.
Matrix<Rational> transposed_upper_factor(Dice& dice, Index n) {
  Matrix<Rational> x = Matrix<Rational>::Identity(n, n);
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < j; ++i) x(j, i) = Rational(dice.between(-4, 4), 2);
  return x;
}

Matrix<Rational> plain_activations(Dice& dice, Index samples, Index n) {
  switch (dice.below(6)) {
    case 0:
      return of_entries(samples, n, [&] { return Rational(dice.between(-3, 3)); });
    case 1:
      return of_entries(samples, n, [&] { return Rational(dice.between(-6, 6), 2); });
    case 2:
      return of_entries(samples, n, [&] { return short_float(dice); });
    case 3:
      return of_entries(samples, n,
                        [&] { return dice.chance(65) ? Rational(0) : Rational(dice.between(-4, 4), 2); });
    case 4:
      return nearly_parallel(dice, samples, n);
    default:
      return transposed_upper_factor(dice, n);
  }
}

}  // namespace

DampedActivations random_activations(Dice& dice, Index limit) {
  const Index n = dice.chance(10) ? 1 : dice.between(1, limit);
  const Index samples = dice.chance(30) ? dice.between(1, n) : dice.between(n, n + 3);
  DampedActivations result;
  result.activations = plain_activations(dice, samples, n);
  if (dice.chance(20))
    for (Index j = 0; j < n; ++j) result.activations.col(j) *= power_of_two(dice.between(-5, 5));
  // The damping is no smaller, so that codes fit in 62 bits.
  result.damping = dice.pick<Rational>({1, Rational(1, 4), Rational(1, 100), reference::exact(0x1p-14)});
  if (dice.chance(50) && is_positive_definite(reference::gram(result.activations))) result.damping = 0;
  return result;
}

}  // namespace quantcheck::check
