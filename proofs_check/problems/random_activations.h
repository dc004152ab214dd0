// Activations whose Gram matrices are hard in one way or another.
#pragma once

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// The Gram matrix is positive definite together with the damping.
struct DampedActivations {
  reference::Matrix<reference::Rational> activations;  // samples x in, at least one sample
  reference::Rational damping;                         // the square of a rational
};

/// Of 1 to `limit` inputs, with fewer samples than inputs or more. Common among them: small integers, halves,
/// floats of few bits, sparse ones, columns nearly parallel, columns of unlike strength, and V^T for
/// V unit upper triangular in halves, which makes dyadic targets of dyadic weights in natural order.
DampedActivations random_activations(Dice& dice, Index limit);

}  // namespace quantcheck::check
