// The lattice of an output channel, on which its quantization is a closest vector problem.
#pragma once

#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The closest vector problem of one row w: to find multiples z_k = value(code_k) - zero_k such that basis *
/// z is near the target. They are integers, or levels of a table. Babai's algorithm goes from the last basis
/// vector to the first, so the columns are in reversed processing order.
template <class Number>
struct RowLattice {
  Order columns;          // column columns[k] is basis vector k
  Matrix<Number> basis;   // X diag(s), rows x in
  Vector<Number> target;  // X (w - offset), of length rows
};

/// The lattice of one row. The weights (out x in) and the grid are in the columns' own order. `x` (rows x in)
/// is in processing order, and may be any matrix whose X^T X is the damped Hessian.
template <class Number>
RowLattice<Number> row_lattice(const Matrix<Number>& weight, const Matrix<Number>& x,
                               const Grid<Number>& grid, const Order& order, Index row) {
  const Index n = weight.cols();
  RowLattice<Number> lattice{Order(order.rbegin(), order.rend()), x.rowwise().reverse(),
                             Vector<Number>::Constant(x.rows(), Number(0))};
  for (Index k = 0; k < n; ++k) {
    const Index column = lattice.columns[k];
    const Number without_offset = weight(row, column) - grid.offset_at(row, column);
    for (Index i = 0; i < x.rows(); ++i) {
      lattice.target(i) = lattice.target(i) + lattice.basis(i, k) * without_offset;
      lattice.basis(i, k) = lattice.basis(i, k) * grid.scale_at(row, column);
    }
  }
  return lattice;
}

}  // namespace quantcheck::reference
