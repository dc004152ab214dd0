// The nearest plane in blocks of columns: the errors of a block reach the columns after it together, when the
// block is done.
#pragma once

#include <algorithm>

#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/decide.h>

namespace quantcheck::reference {

/// The codes (out x in) of nearest_plane with lazy updates, in blocks of `block` >= 1 columns. In exact
/// arithmetic they are those of nearest_plane. In floating point the sums are rounded in another order.
template <class Number, class Decide>
Codes nearest_plane_blocked(const Matrix<Number>& weight, const Udu<Number>& factor, const Grid<Number>& grid,
                            const Order& order, Index block, Decide&& decide) {
  const Index n = weight.cols();
  Codes codes(weight.rows(), n);
  Vector<Number> e(n);
  Vector<Number> carried(n);  // the sum that the finished blocks add to each target
  for (Index row = 0; row < weight.rows(); ++row) {
    carried.setConstant(Number(0));
    for (Index begin = 0; begin < n; begin += block) {
      const Index end = std::min(begin + block, n);
      for (Index j = begin; j < end; ++j) {
        const Index column = order[j];
        Number sum = Number(0);
        for (Index i = begin; i < j; ++i) sum = sum + e(i) * factor.numerator(i, j);
        const Number target = weight(row, column) + (carried(j) + sum / factor.denominator(j));
        codes(row, column) = decide(row, column, target);
        e(j) = weight(row, column) - value(grid, row, column, codes(row, column));
      }
      for (Index j = end; j < n; ++j) {
        Number sum = Number(0);
        for (Index i = begin; i < end; ++i) sum = sum + e(i) * factor.numerator(i, j);
        carried(j) = carried(j) + sum / factor.denominator(j);
      }
    }
  }
  return codes;
}

}  // namespace quantcheck::reference
