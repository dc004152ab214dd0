// Babai's nearest plane as the paper states it: on the basis X diag(s) of each output channel.
#pragma once

#include <algorithm>

#include <quantcheck/reference/lattice/babai.h>
#include <quantcheck/reference/quantizers/decide.h>

namespace quantcheck::reference {

/// arXiv 2507.18553, Alg. 2 without reduction. The closest vector problem of a row w is that of the basis
/// X diag(s) and the target X w; Babai goes from the last basis vector to the first, so the vectors are taken
/// in reversed processing order. The zero points shift the integers: z_j = code_j - zero_j. decide(row,
/// column, target) as for the other quantizers, target = zeta s.
/// weight out x in and grid in the columns' own order; `basis` (rows x in) is X in processing order, any
/// matrix with X^T X the damped Hessian. Throws Error where its columns are linearly dependent.
template <class Number, class Decide>
Codes babai_on_basis(const Matrix<Number>& weight, const Matrix<Number>& basis, const Grid<Number>& grid,
                     const Order& order, Decide&& decide) {
  const Index n = weight.cols();
  Order reversed = order;
  std::reverse(reversed.begin(), reversed.end());
  const Matrix<Number> x = basis.rowwise().reverse();
  Codes codes(weight.rows(), n);
  for (Index row = 0; row < weight.rows(); ++row) {
    Matrix<Number> scaled = x;
    Vector<Number> target = Vector<Number>::Constant(x.rows(), Number(0));
    for (Index k = 0; k < n; ++k)
      for (Index i = 0; i < x.rows(); ++i) {
        scaled(i, k) = x(i, k) * grid.scale_at(row, reversed[k]);
        target(i) = target(i) + x(i, k) * weight(row, reversed[k]);
      }
    babai(scaled, target, [&](Index k, const Number& zeta) {
      const Index column = reversed[k];
      codes(row, column) = decide(row, column, Number(zeta * grid.scale_at(row, column)));
      return Number(codes(row, column) - grid.zero_at(row, column));
    });
  }
  return codes;
}

}  // namespace quantcheck::reference
