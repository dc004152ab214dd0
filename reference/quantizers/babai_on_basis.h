// Babai's nearest plane as the paper states it, on the basis X diag(s) of each output channel.
#pragma once

#include <quantcheck/reference/grid.h>
#include <quantcheck/reference/lattice/babai.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/decide.h>
#include <quantcheck/reference/quantizers/row_lattice.h>

namespace quantcheck::reference {

/// The codes (out x in) of arXiv 2507.18553, Alg. 2 without its reduction. The weights, x, the grid and the
/// order are those of row_lattice. decide(row, column, target) returns the code as in nearest_plane, with
/// target = zeta s + offset. Throws Error where the columns of x are linearly dependent.
template <class Number, class Decide>
Codes babai_on_basis(const Matrix<Number>& weight, const Matrix<Number>& x, const Grid<Number>& grid,
                     const Order& order, Decide&& decide) {
  Codes codes(weight.rows(), weight.cols());
  for (Index row = 0; row < weight.rows(); ++row) {
    const RowLattice<Number> lattice = row_lattice(weight, x, grid, order, row);
    babai(lattice.basis, lattice.target, [&](Index k, const Number& zeta) {
      const Index column = lattice.columns[k];
      Number target = zeta * grid.scale_at(row, column);
      if (!grid.offset.empty()) target = target + grid.offset_at(row, column);
      codes(row, column) = decide(row, column, target);
      return multiple(grid, row, column, codes(row, column));
    });
  }
  return codes;
}

}  // namespace quantcheck::reference
