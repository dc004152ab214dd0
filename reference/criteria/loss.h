// The layer's loss, its identity and its bound.
#pragma once

#include <quantcheck/reference/grid.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The loss e H e^T of one row, with e (n) and H (n x n) in the same order.
template <class Number>
Number loss(const Vector<Number>& e, const Matrix<Number>& hessian) {
  Number total = Number(0);
  for (Index i = 0; i < e.size(); ++i) {
    Number product = Number(0);
    for (Index j = 0; j < e.size(); ++j) product = product + hessian(i, j) * e(j);
    total = total + e(i) * product;
  }
  return total;
}

/// The same loss from the residual v = e U (n), where H = U D U^T: sum_j D_j v_j^2 = e H e^T.
template <class Number>
Number loss_from_residual(const Vector<Number>& v, const Udu<Number>& factor) {
  Number total = Number(0);
  for (Index j = 0; j < v.size(); ++j) total = total + factor.pivot(j) * v(j) * v(j);
  return total;
}

/// The squared Gram-Schmidt norms d_j^2 = D_j s_j^2 of one row's basis X diag(s), in processing order (n).
template <class Number>
Vector<Number> squared_norms(const Udu<Number>& factor, const Grid<Number>& grid, const Order& order,
                             Index row) {
  Vector<Number> d(factor.pivot.size());
  for (Index j = 0; j < d.size(); ++j) {
    const Number& scale = grid.scale_at(row, order[j]);
    d(j) = factor.pivot(j) * scale * scale;
  }
  return d;
}

/// The bound 1/4 sum_j D_j s_j^2. No nearest-plane result without clipping loses more in this row (arXiv
/// 2507.18553, Theorem 5), because |v_j| <= |s_j| / 2 in the identity of loss_from_residual.
template <class Number>
Number loss_bound(const Udu<Number>& factor, const Grid<Number>& grid, const Order& order, Index row) {
  return squared_norms(factor, grid, order, row).sum() / Number(4);
}

}  // namespace quantcheck::reference
