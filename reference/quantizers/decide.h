// Who makes the decisions: the algorithm itself, or codes that somebody already has.
#pragma once

#include <quantcheck/reference/grid.h>

namespace quantcheck::reference {

/// The algorithm's own decision: the nearest code. Call it with row, column and the target there.
template <class Number>
auto decide_nearest(const Grid<Number>& grid, Rounding rounding) {
  return [&grid, rounding](Index row, Index column, const Number& target) {
    return nearest(grid, row, column, target, rounding);
  };
}

}  // namespace quantcheck::reference
