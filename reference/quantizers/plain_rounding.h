// Plain rounding (round to nearest, "RTN") of every weight by itself, without regard to the Hessian.
#pragma once

#include <quantcheck/reference/grid.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The codes (out x in) nearest to the weights (out x in). Throws Error as `nearest` does.
template <class Number>
Codes plain_rounding(const Matrix<Number>& weight, const Grid<Number>& grid, Rounding rounding) {
  Codes codes(weight.rows(), weight.cols());
  for (Index row = 0; row < weight.rows(); ++row)
    for (Index j = 0; j < weight.cols(); ++j) codes(row, j) = nearest(grid, row, j, weight(row, j), rounding);
  return codes;
}

}  // namespace quantcheck::reference
