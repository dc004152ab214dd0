// Babai's nearest plane on H = U D U^T, row by row: the closest vector problem of each output channel.
#pragma once

#include <utility>

#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/decide.h>

namespace quantcheck::reference {

/// The codes (out x in) of arXiv 2507.18553, Alg. 4 (where rows and columns are exchanged and the order is
/// reversed). At step j, which decides column order[j],
///     t_j = w_j + sum_{i<j} e_i U_ij,    code_j = decide(row, order[j], t_j),    e_j = w_j - value(code_j),
/// so that v_j = t_j - value(code_j) is the component of e along the j-th Gram-Schmidt direction.
///
/// The weights (out x in) and the grid are in the columns' own order. `factor` is that of the damped Hessian
/// in processing order.
template <class Number, class Decide>
Codes nearest_plane(const Matrix<Number>& weight, const Udu<Number>& factor, const Grid<Number>& grid,
                    const Order& order, Decide&& decide) {
  const Index n = weight.cols();
  Codes codes(weight.rows(), n);
  Vector<Number> e(n);
  for (Index row = 0; row < weight.rows(); ++row) {
    for (Index j = 0; j < n; ++j) {
      const Index column = order[j];
      Number sum = Number(0);
      for (Index i = 0; i < j; ++i) sum = sum + e(i) * factor.numerator(i, j);
      const Number target = weight(row, column) + sum / factor.denominator(j);
      codes(row, column) = decide(row, column, target);
      e(j) = weight(row, column) - value(grid, row, column, codes(row, column));
    }
  }
  return codes;
}

}  // namespace quantcheck::reference
