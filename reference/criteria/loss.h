// The layer's loss, its identity and its bound.
#pragma once

#include <optional>

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

/// The squared Gram-Schmidt norms d_j^2 = D_j s_j^2 of one row's basis X diag(s), in processing order (n). In
/// squared distances, d_j^2 is what a gap of 1 between levels comes to at step j.
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

/// The terms D_j (s_j g_j)^2 for the codes of one row (out x n), in processing order (n), with g_j the larger
/// of the gaps beside the code, or the one that there is. For integers they are the squared norms. Empty
/// where the grid has a single value.
template <class Number>
std::optional<Vector<Number>> squared_gaps(const Udu<Number>& factor, const Grid<Number>& grid,
                                           const Order& order, const Codes& codes, Index row) {
  Vector<Number> terms = squared_norms(factor, grid, order, row);
  for (Index j = 0; j < terms.size(); ++j) {
    const std::optional<Number> gap = larger_gap(gaps(grid, codes(row, order[j])));
    if (!gap) return std::nullopt;
    terms(j) = terms(j) * *gap * *gap;
  }
  return terms;
}

/// The terms D_j (s_j g)^2 in processing order (n), with g the smallest gap of the grid. Empty where the grid
/// has a single value.
template <class Number>
std::optional<Vector<Number>> squared_smallest_gaps(const Udu<Number>& factor, const Grid<Number>& grid,
                                                    const Order& order, Index row) {
  const std::optional<Number> gap = smallest_gap(grid);
  if (!gap) return std::nullopt;
  Vector<Number> terms = squared_norms(factor, grid, order, row);
  for (Number& term : terms) term = term * *gap * *gap;
  return terms;
}

/// The bound 1/4 sum_j D_j s_j^2 for integers. No nearest-plane result without clipping loses more in this
/// row (arXiv 2507.18553, Theorem 5), because |v_j| <= |s_j| / 2 in the identity of loss_from_residual.
template <class Number>
Number loss_bound(const Udu<Number>& factor, const Grid<Number>& grid, const Order& order, Index row) {
  return squared_norms(factor, grid, order, row).sum() / Number(4);
}

/// The bound 1/4 sum_j D_j (s_j g_j)^2 for any grid, with g_j as in squared_gaps. If the codes are a
/// nearest-plane result without clipping, the row loses no more, because |v_j| <= |s_j| g_j / 2: v_j lies in
/// the cell of its code, or beyond an end of the grid by at most half the gap beside that end. It is attained
/// where each v_j is half-way to the farther neighbour. Empty where the grid has a single value, since then
/// nothing bounds v_j.
template <class Number>
std::optional<Number> loss_bound(const Udu<Number>& factor, const Grid<Number>& grid, const Order& order,
                                 const Codes& codes, Index row) {
  const std::optional<Vector<Number>> terms = squared_gaps(factor, grid, order, codes, row);
  if (!terms) return std::nullopt;
  return Number(terms->sum() / Number(4));
}

}  // namespace quantcheck::reference
