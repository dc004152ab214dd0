// The function that makes the decisions of a quantizer, if they are not those of codes that somebody already
// has.
#pragma once

#include <quantcheck/reference/grid.h>

namespace quantcheck::reference {

/// A function for `decide` of the quantizers: for a row, a column and the target there, it returns the code
/// nearest to the target. It throws Error as `nearest` does, and refers to the grid, which has to outlive it.
template <class Number>
auto decide_nearest(const Grid<Number>& grid, Rounding rounding) {
  return [&grid, rounding](Index row, Index column, const Number& target) {
    return nearest(grid, row, column, target, rounding);
  };
}

}  // namespace quantcheck::reference
