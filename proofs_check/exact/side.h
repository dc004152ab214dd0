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

}  // namespace quantcheck::check
