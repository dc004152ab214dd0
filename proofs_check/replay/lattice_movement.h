// How far rounding alone moves a lattice quantizer's decision: measured by replaying it in the declared
// arithmetic.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/exact/lattice/scaled_target.h>

namespace quantcheck::check {

/// Replays t = x / beta, as a division and as a product with 1 / beta, and from there the squared distances
/// of the points nearest in the two cosets of D8: rounded differences, squares, and their sum forwards,
/// backwards and in pairs. The movement, in units of the excess of cell_position, is the largest of: how far
/// the rounded t moves along a minimal vector; half of how far the difference of the two squared distances
/// moves; and u (|t| + 1), u the unit roundoff and |t| the largest coordinate. Nothing where a number leaves
/// the range of the arithmetic, which must not be exact; t in range.
std::optional<double> lattice_movement(const ScaledTarget& t, Arithmetic arithmetic);

}  // namespace quantcheck::check
