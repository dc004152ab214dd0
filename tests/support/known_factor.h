// Layers whose factor H = U D U^T is known because they are made from it, with decisions placed on a boundary
// and next to it.
#pragma once

#include <cstdint>
#include <vector>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/exact/decision_sides.h>

namespace quantcheck::test {

/// The place of a decision beside a boundary: 2^-exponent of a scale beyond it, or before it. With `second`
/// it is 2^-second farther beyond than that. Exponent 0 is the boundary itself.
struct Distance {
  int exponent = 0;
  bool beyond = false;
  int second = 0;
};

struct KnownShape {
  Index in = 512;
  Index out = 4;
  std::vector<Distance> distances;  // each special decision has one of them, in turn
  Index one_special_in = 16;        // so many columns; a multiple of 8
  bool random_order = false;
  int columns_scaled = 0;  // column j of the layer is scaled by 2^a, |a| at most this
  int digits = 0;          // entries of U between ordinary columns have so many binary digits after the point
  int least_pivot = 0;     // if below 0, some of the D_j are 2^least_pivot
};

/// A layer of that shape and what is known of it. Codes lie in 0 .. 255. Every row and group of eight has a
/// scale, which may be negative, and a zero point; special columns are groups of their own, whose zero points
/// put one special code in three at the lower end of the range, and one at the upper end. All numbers are
/// exact in double; the arithmetic declared is exact.
struct KnownLayer {
  check::Case c;
  check::DecisionSides sides;                 // `outside` holds places and excesses
  std::vector<check::DecisionPlace> special;  // at the distances of the shape, one after the other
  Index ties = 0;
  reference::Rational loss;   // e H e^T over all rows
  reference::Rational bound;  // 1/4 sum_j D_j s_j^2 over all rows
};

/// The construction: the target of a special column j is its weight plus a sum of errors that is an odd
/// multiple of half a scale. Column j - 1, the helper, is chosen so that it is. So the special weight is
/// nothing but the distance, and fits a double however small that is. Errors of ordinary columns are
/// multiples of a common unit whatever their targets are, since an error is the weight less a multiple of the
/// scale. A special column takes nothing from special columns or from other helpers, and no chain of columns
/// that feed others is longer than four.
KnownLayer known_layer(const KnownShape& shape, std::uint64_t seed);

}  // namespace quantcheck::test
