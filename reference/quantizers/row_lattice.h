// The lattice of an output channel.
#pragma once

#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The closest vector problem of one row w: integers z_k = code_k - zero_k such that basis z is near target.
/// Babai goes from the last basis vector to the first, so the columns are taken in reversed processing order.
template <class Number>
struct RowLattice {
  Order columns;          // column columns[k] is basis vector k
  Matrix<Number> basis;   // X diag(s), rows x in
  Vector<Number> target;  // X w
};

/// weight out x in and grid in the columns' own order; `x` (rows x in) in processing order, any matrix with
/// X^T X the damped Hessian.
template <class Number>
RowLattice<Number> row_lattice(const Matrix<Number>& weight, const Matrix<Number>& x,
                               const Grid<Number>& grid, const Order& order, Index row) {
  const Index n = weight.cols();
  RowLattice<Number> lattice{Order(order.rbegin(), order.rend()), x.rowwise().reverse(),
                             Vector<Number>::Constant(x.rows(), Number(0))};
  for (Index k = 0; k < n; ++k) {
    const Index column = lattice.columns[k];
    for (Index i = 0; i < x.rows(); ++i) {
      lattice.target(i) = lattice.target(i) + lattice.basis(i, k) * weight(row, column);
      lattice.basis(i, k) = lattice.basis(i, k) * grid.scale_at(row, column);
    }
  }
  return lattice;
}

}  // namespace quantcheck::reference
