#include <quantcheck/reference/quantizers/babai_reduced.h>

#include <quantcheck/reference/grid.h>
#include <quantcheck/reference/lattice/babai.h>
#include <quantcheck/reference/lattice/lll.h>
#include <quantcheck/reference/quantizers/row_lattice.h>

namespace quantcheck::reference {

Codes babai_reduced(const Matrix<Rational>& weight, const Matrix<Rational>& x, const Grid<Rational>& grid,
                    const Order& order, Rounding rounding) {
  if (!grid.levels.empty()) throw Error("after a reduction the codes are integers: a table has none");
  Codes codes(weight.rows(), weight.cols());
  for (Index row = 0; row < weight.rows(); ++row) {
    const RowLattice<Rational> lattice = row_lattice(weight, x, grid, order, row);
    const Reduced reduced = lll(lattice.basis);
    const Vector<Rational> z =
        reduced.transform * babai(reduced.basis, lattice.target, [&](Index, const Rational& zeta) {
          return round_to_integer(zeta, rounding);
        });
    for (Index k = 0; k < weight.cols(); ++k) {
      const Index column = lattice.columns[k];
      codes(row, column) = to_code(z(k)) + grid.zero_at(row, column);
    }
  }
  return codes;
}

}  // namespace quantcheck::reference
