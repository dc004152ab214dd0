// Hessians that are hard in one way or another.
#pragma once

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// Positive definite together with its damping.
struct DampedHessian {
  reference::Matrix<reference::Rational> hessian;
  reference::Rational damping;
};

/// Of 1 to `limit` inputs; Hilbert's matrix of 10 where the limit is at least 7.
DampedHessian random_hessian(Dice& dice, Index limit);

/// V diag(d) V^T with V unit upper triangular, its entries multiples of 1/2 between -2 and 2: targets of
/// dyadic weights stay dyadic, and tie often.
reference::Matrix<reference::Rational> from_upper_factor(Dice& dice,
                                                         const reference::Vector<reference::Rational>& d);

/// 2^exponent.
reference::Rational power_of_two(Index exponent);

/// Exactly, for a symmetric matrix.
bool is_positive_definite(const reference::Matrix<reference::Rational>& hessian);

/// Sets row and column j to zero but for the diagonal. Keeps a matrix positive definite.
void disconnect(reference::Matrix<reference::Rational>& hessian, Index j);

}  // namespace quantcheck::check
