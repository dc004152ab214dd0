// Babai's nearest plane after LLL reduction, for an unbounded grid.
#pragma once

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// The codes (out x in) of arXiv 2507.18553, Alg. 2: z = T z', where B T is the LLL-reduced basis (delta =
/// 3/4) and z' are Babai's integers for it. The rounding happens in the coordinates of the reduced basis,
/// where no clipping is possible, so the range of the grid is ignored. The weights, x, the grid and the order
/// are those of row_lattice. Throws Error as babai_on_basis does, for a table of levels, and where a code
/// needs more than 62 bits.
Codes babai_reduced(const Matrix<Rational>& weight, const Matrix<Rational>& x, const Grid<Rational>& grid,
                    const Order& order, Rounding rounding);

}  // namespace quantcheck::reference
