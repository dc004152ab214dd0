// Small random matrices of fractions.
#pragma once

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::test {

inline reference::Matrix<reference::Rational> random_matrix(check::Dice& dice, Index rows, Index cols) {
  reference::Matrix<reference::Rational> result(rows, cols);
  for (reference::Rational& value : result.reshaped())
    value = reference::Rational(dice.between(-24, 24), dice.pick<Code>({1, 2, 8, 3}));
  return result;
}

/// A positive definite matrix, n x n.
inline reference::Matrix<reference::Rational> random_definite(check::Dice& dice, Index n) {
  return reference::damped(reference::gram(random_matrix(dice, n, n)),
                           reference::Rational(1, dice.pick<Code>({1, 100})));
}

}  // namespace quantcheck::test
