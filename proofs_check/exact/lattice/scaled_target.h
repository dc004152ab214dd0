// The target of a lattice block in units of the lattice: divided by a scale beta.
#pragma once

#include <memory>

#include <quantcheck/proofs_check/exact/lattice/cell.h>
#include <quantcheck/proofs_check/exact/side.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// A target t = x / beta is not judged if one of its coordinates is beyond max_coordinate in magnitude, or if
/// beta is beyond max_beta or below its reciprocal.
inline constexpr double max_coordinate = 0x1p40;
inline constexpr double max_beta = 0x1p900;

/// The target of a lattice block: eight values that are quantized together. They are known exactly, or up to
/// `error`. Whatever is asked of a target that is not exact has an answer that holds for each of the targets
/// that it may be, or throws Unclear.
struct BlockTarget {
  Block<double> rounded;  // each value as one of the two doubles beside it
  double error = 0;       // the target's own values differ from exact() by at most this
  std::shared_ptr<const Block<reference::Rational>> longer;  // the values where they are no doubles

  Block<reference::Rational> exact() const;
};

/// The target of these values, each of which is off by at most `error`.
BlockTarget block_target(Block<reference::Rational> exact, double error = 0);
BlockTarget block_target(const Block<double>& exact, double error = 0);

/// A scale of a lattice code.
struct Beta {
  reference::Rational exact;
  double rounded;
};

/// The target t = x / beta. It refers to x and to beta.
struct ScaledTarget {
  ScaledTarget(const BlockTarget& x, const Beta& beta);

  /// The values of the target over beta, in exact numbers.
  Block<reference::Rational> exact() const;

  /// Whether t is known less well than double shows. Then numbers that are computed from `rounded` are as
  /// good as those from exact().
  bool is_rough() const { return error > 0x1p-44 * (largest + 1); }

  /// At most how far <t - y, r> is off for a minimal vector r: a half of the sum of all errors, or the sum of
  /// two.
  double reach_error() const { return 4 * error; }

  const BlockTarget& x;
  const Beta& beta;
  Block<double> rounded;  // |rounded_i - t_i| <= 2^-50 |t_i| + 2^-100 + error where in_range
  double error = 0;       // the coordinates of t differ from exact() by at most this; 0 where x is exact
  double largest = 0;     // the largest |rounded_i|
  bool in_range = false;  // whether t may be judged
};

/// The position of t relative to the Voronoi cell of y. For t in range the side is exact; it throws Unclear
/// where the target is not known well enough.
CellPosition cell_position(const ScaledTarget& t, const E8Point& y);

}  // namespace quantcheck::check
