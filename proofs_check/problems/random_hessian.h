// Hessians that are hard in one way or another.
#pragma once

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// A Hessian that is positive definite once it is damped.
struct DampedHessian {
  reference::Matrix<reference::Rational> hessian;  // in x in
  reference::Rational damping;
};

/// A Hessian of 1 to `limit` inputs, or Hilbert's matrix of 10 where the limit is at least 7.
DampedHessian random_hessian(Dice& dice, Index limit);

/// V diag(d) V^T (n x n) for a V that is unit upper triangular, its entries multiples of 1/2 between -2 and
/// 2. By it the targets of dyadic weights stay dyadic, and tie often.
reference::Matrix<reference::Rational> from_upper_factor(Dice& dice,
                                                         const reference::Vector<reference::Rational>& d);

/// 2^exponent.
reference::Rational power_of_two(Index exponent);

/// Whether a symmetric matrix is positive definite, decided exactly.
bool is_positive_definite(const reference::Matrix<reference::Rational>& hessian);

/// Sets row and column j to zero except on the diagonal. A positive definite matrix remains one.
void disconnect(reference::Matrix<reference::Rational>& hessian, Index j);

}  // namespace quantcheck::check
