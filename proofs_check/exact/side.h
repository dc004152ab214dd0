// On which side of a boundary a decision lies.
#pragma once

#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

enum class Side : unsigned char { inside, tie, outside };

/// Half the width of a boundary, in steps: within it both sides are right.
inline constexpr double tie_width = 0x1p-60;

/// Of a decision that is `excess` steps beyond the boundary; negative inside.
inline Side side_of(const reference::Rational& excess) {
  const reference::Rational width(1, Code{1} << 60);
  if (excess > width) return Side::outside;
  return excess >= -width ? Side::tie : Side::inside;
}

/// Where t stands beside the Voronoi cell of y, a point of E8: the excess is the largest <t - y, r> - 1 over
/// the minimal vectors r, which is half of what the squared distance from t loses by going from y to the best
/// of its 240 neighbours.
struct CellPosition {
  Side side = Side::inside;
  double excess = 0;  // rounded
};

}  // namespace quantcheck::check
