// GPTQ with lazy batch updates: an error reaches the other columns of its block at once, and the columns
// after the block when the block is done.
#pragma once

#include <algorithm>

#include <quantcheck/reference/hessian/ldl.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/decide.h>

namespace quantcheck::reference {

/// The codes (out x in) of arXiv 2210.17323, Alg. 1, with blocks of `block` >= 1 columns and all else as for
/// gptq (gptq.h). In exact arithmetic the codes are those of gptq. In floating point the sums are rounded in
/// another order.
template <class Number, class Decide>
Codes gptq_blocked(const Matrix<Number>& weight, const Ldl<Number>& inverse_factor, const Grid<Number>& grid,
                   const Order& order, Index block, Decide&& decide) {
  const Index n = weight.cols();
  Codes codes(weight.rows(), n);
  Vector<Number> w(n);
  Vector<Number> eps(n);
  for (Index row = 0; row < weight.rows(); ++row) {
    for (Index j = 0; j < n; ++j) w(j) = weight(row, order[j]);
    for (Index begin = 0; begin < n; begin += block) {
      const Index end = std::min(begin + block, n);
      for (Index j = begin; j < end; ++j) {
        const Index column = order[j];
        codes(row, column) = decide(row, column, w(j));
        eps(j) = value(grid, row, column, codes(row, column)) - w(j);
        for (Index k = j + 1; k < end; ++k) w(k) = w(k) + inverse_factor.lower(k, j) * eps(j);
      }
      for (Index k = end; k < n; ++k) {
        Number sum = Number(0);
        for (Index j = begin; j < end; ++j) sum = sum + inverse_factor.lower(k, j) * eps(j);
        w(k) = w(k) + sum;
      }
    }
  }
  return codes;
}

}  // namespace quantcheck::reference
