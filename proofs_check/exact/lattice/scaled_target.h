// The target of a lattice block in units of the lattice: divided by a scale beta.
#pragma once

#include <quantcheck/proofs_check/exact/lattice/cell.h>
#include <quantcheck/proofs_check/exact/side.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// A target t = x / beta is not judged if one of its coordinates is beyond max_coordinate in magnitude, or if
/// beta is beyond max_beta or below its reciprocal.
inline constexpr double max_coordinate = 0x1p40;
inline constexpr double max_beta = 0x1p900;

/// The target of a lattice block: eight values that are quantized together.
struct BlockTarget {
  Block<reference::Rational> exact;
  Block<double> rounded;  // each value as one of the two doubles beside it
};
/// The target of these values.
BlockTarget block_target(Block<reference::Rational> exact);

/// A scale of a lattice code.
struct Beta {
  reference::Rational exact;
  double rounded;
};

/// The target t = x / beta. It refers to x and to beta.
struct ScaledTarget {
  ScaledTarget(const BlockTarget& x, const Beta& beta);

  /// t in exact numbers.
  Block<reference::Rational> exact() const;

  const BlockTarget& x;
  const Beta& beta;
  Block<double> rounded;  // |rounded_i - t_i| <= 2^-50 |t_i| + 2^-100 where in_range
  double largest = 0;     // the largest |rounded_i|
  bool in_range = false;  // whether t may be judged
};

/// The position of t relative to the Voronoi cell of y. For t in range the side is exact.
CellPosition cell_position(const ScaledTarget& t, const E8Point& y);

}  // namespace quantcheck::check
