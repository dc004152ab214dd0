// Babai's nearest plane after LLL reduction, which has no use for a clipped grid.
#pragma once

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// arXiv 2507.18553, Alg. 2: z = T z' with B T the LLL-reduced basis (delta 3/4) and z' Babai's integers for
/// it. The grid is unbounded, as rounding happens in the coordinates of the reduced basis: its range is not
/// looked at. Arguments as of row_lattice; throws as babai_on_basis, and where a code needs more than 62
/// bits.
Codes babai_reduced(const Matrix<Rational>& weight, const Matrix<Rational>& x, const Grid<Rational>& grid,
                    const Order& order, Rounding rounding);

}  // namespace quantcheck::reference
