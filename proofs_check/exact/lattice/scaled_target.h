// What a block stands for, in units of the lattice.
#pragma once

#include <quantcheck/proofs_check/exact/lattice/cell.h>
#include <quantcheck/proofs_check/exact/side.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// Coordinates of t = x / beta beyond max_coordinate are not judged, nor are betas beyond max_beta or below
/// its reciprocal.
inline constexpr double max_coordinate = 0x1p40;
inline constexpr double max_beta = 0x1p900;

/// Eight values that are quantized together.
struct BlockTarget {
  Block<reference::Rational> exact;
  Block<double> rounded;  // each to one of the two doubles beside it
};
BlockTarget block_target(Block<reference::Rational> exact);

/// A scale.
struct Beta {
  reference::Rational exact;
  double rounded;
};

/// t = x / beta; refers to both.
struct ScaledTarget {
  ScaledTarget(const BlockTarget& x, const Beta& beta);

  Block<reference::Rational> exact() const;

  const BlockTarget& x;
  const Beta& beta;
  Block<double> rounded;  // |rounded_i - t_i| <= 2^-50 |t_i| + 2^-100 where in_range
  double largest = 0;     // |rounded_i|
  bool in_range = false;
};

/// Where t stands beside the Voronoi cell of y; the side is exact for t in range.
CellPosition cell_position(const ScaledTarget& t, const E8Point& y);

}  // namespace quantcheck::check
