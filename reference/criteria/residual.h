// The error of given codes, and its components along the Gram-Schmidt directions.
#pragma once

#include <quantcheck/reference/grid.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The error e = w - value(codes) of one row, in processing order (n). The weights and the codes (out x n)
/// are in the columns' own order.
template <class Number>
Vector<Number> error_of(const Matrix<Number>& weight, const Codes& codes, const Grid<Number>& grid,
                        const Order& order, Index row) {
  Vector<Number> e(weight.cols());
  for (Index k = 0; k < weight.cols(); ++k)
    e(k) = weight(row, order[k]) - value(grid, row, order[k], codes(row, order[k]));
  return e;
}

/// The residual v = e U (n), where H = U D U^T: v_j = e_j + sum_{i<j} e_i U_ij. e is in processing order.
template <class Number>
Vector<Number> residual(const Vector<Number>& e, const Udu<Number>& factor) {
  Vector<Number> v(e.size());
  for (Index j = 0; j < e.size(); ++j) {
    Number sum = Number(0);
    for (Index i = 0; i < j; ++i) sum = sum + e(i) * factor.numerator(i, j);
    v(j) = e(j) + sum / factor.denominator(j);
  }
  return v;
}

}  // namespace quantcheck::reference
