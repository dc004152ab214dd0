// GPTQ as published: error feedback with the unit lower triangular factor of the inverse Hessian.
#pragma once

#include <quantcheck/reference/hessian/ldl.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/decide.h>

namespace quantcheck::reference {

/// The codes (out x in) of GPTQ, arXiv 2507.18553, Alg. 1, row by row (the paper's columns). At step j, with
/// L the unit lower factor of H^-1 = L C L^T,
///     code_j = decide(row, order[j], w_j),    eps = value(code_j) - w_j,    w_k += L_kj eps for k > j.
/// The original (arXiv 2210.17323) uses the upper Cholesky factor R of H^-1, for which R_jk / R_jj = L_kj.
///
/// The weights (out x in) and the grid are in the columns' own order. `inverse_factor` is the factor (ldl.h)
/// of the inverse of the damped Hessian in processing order.
template <class Number, class Decide>
Codes gptq(const Matrix<Number>& weight, const Ldl<Number>& inverse_factor, const Grid<Number>& grid,
           const Order& order, Decide&& decide) {
  const Index n = weight.cols();
  Codes codes(weight.rows(), n);
  Vector<Number> w(n);
  for (Index row = 0; row < weight.rows(); ++row) {
    for (Index j = 0; j < n; ++j) w(j) = weight(row, order[j]);
    for (Index j = 0; j < n; ++j) {
      const Index column = order[j];
      codes(row, column) = decide(row, column, w(j));
      const Number eps = value(grid, row, column, codes(row, column)) - w(j);
      for (Index k = j + 1; k < n; ++k) w(k) = w(k) + inverse_factor.lower(k, j) * eps;
    }
  }
  return codes;
}

}  // namespace quantcheck::reference
