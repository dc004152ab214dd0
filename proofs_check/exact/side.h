// The side of a boundary on which a decision lies.
#pragma once

#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

enum class Side : unsigned char { inside, tie, outside };

/// Half the width of a boundary, within which both sides are right. It is in scales, and for lattice points
/// in the unit of CellPosition::excess.
inline constexpr double tie_width = 0x1p-60;

/// The side of a decision that is `excess` beyond the boundary, in the unit of tie_width; negative inside.
inline Side side_of(const reference::Rational& excess) {
  const reference::Rational width(1, Code{1} << 60);
  if (excess > width) return Side::outside;
  return excess >= -width ? Side::tie : Side::inside;
}

/// The position of a target t relative to the Voronoi cell of y, a point of E8. The excess is the largest
/// <t - y, r> - 1 over the minimal vectors r of E8. It is half of what the squared distance from t loses by
/// going from y to the best of its 240 neighbours.
struct CellPosition {
  Side side = Side::inside;
  double excess = 0;  // rounded; negative inside
};

}  // namespace quantcheck::check
