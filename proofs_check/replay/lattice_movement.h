// The distance by which rounding alone moves a lattice quantizer's decision, measured by replaying it in the
// declared arithmetic.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/exact/lattice/scaled_target.h>

namespace quantcheck::check {

/// The movement of a decision, in the unit of CellPosition::excess. Two parts of the decision are replayed:
/// first t = x / beta, as a division and as a product with 1 / beta; then, from that t, the squared distances
/// of the points nearest to it in the two cosets of D8, by rounded differences, squares, and sums forwards,
/// backwards and in pairs. The movement is the largest of:
///     how far the rounded t moves along a minimal vector;
///     half of how far the difference of the two squared distances moves;
///     u (|t| + 1), where u is the unit roundoff of stored numbers and |t| the largest coordinate.
/// What is exact in this is computed in double where t is rough, which adds less than t.error. It is absent
/// where a number leaves the range of the arithmetic. The arithmetic must not be exact, and t has to be in
/// range.
std::optional<double> lattice_movement(const ScaledTarget& t, Arithmetic arithmetic);

}  // namespace quantcheck::check
