// Plain rounding (round to nearest, "RTN"): every weight by itself, the Hessian ignored.
#pragma once

#include <quantcheck/reference/grid.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// Codes (out x in) of the weights (out x in).
template <class Number>
Codes plain_rounding(const Matrix<Number>& weight, const Grid<Number>& grid, Rounding rounding) {
  Codes codes(weight.rows(), weight.cols());
  for (Index row = 0; row < weight.rows(); ++row)
    for (Index j = 0; j < weight.cols(); ++j) codes(row, j) = nearest(grid, row, j, weight(row, j), rounding);
  return codes;
}

}  // namespace quantcheck::reference
