// Activations whose Gram matrices are hard in one way or another.
#pragma once

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// Activations with a damping that makes their Gram matrix positive definite.
struct DampedActivations {
  reference::Matrix<reference::Rational> activations;  // samples x in, at least one sample
  reference::Rational damping;                         // the square of a rational
};

/// Activations of 1 to `limit` inputs, with fewer samples than inputs or more. These are common: small
/// integers, halves, floats of few bits, sparse activations, columns nearly parallel, columns of unlike
/// strength, and V^T for a unit upper triangular V in halves, by which dyadic weights have dyadic targets in
/// natural order.
DampedActivations random_activations(Dice& dice, Index limit);

}  // namespace quantcheck::check
