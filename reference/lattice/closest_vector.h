// The closest vector problem of one output channel, solved: the least loss that any codes have.
#pragma once

#include <optional>
#include <vector>

#include <quantcheck/reference/grid.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

struct ClosestVector {
  std::vector<Code> codes;  // by column
  Rational loss;            // sum_j D_j v_j^2
};

/// Of all codes in the grid, those of the least loss in this row. The tree of all codes, one level for each
/// step of nearest_plane, is searched depth first, codes by their distance from the target t_j (the greater
/// of two at the same distance first), and cut wherever sum_{i<=j} D_i v_i^2 is no less than the loss of
/// codes already found. The first leaf is the nearest plane's result, ties to the greater code. C. P.
/// Schnorr, M. Euchner, Math. Programming 66 (1994), 181-199; for the closest vector E. Agrell, T. Eriksson,
/// A. Vardy, K. Zeger, IEEE Trans. Inf. Theory 48 (2002), 2201-2214.
///
/// Among codes of equal loss the first in that search is returned: at the first step where two of them
/// differ, its code is nearer to the target, or as near and greater.
///
/// Tries at most `max_nodes` codes, at all steps together; nullopt when that does not finish the search,
/// which says nothing about the row.
///
/// weight out x in and grid in the columns' own order; factor of the damped Hessian in processing order.
/// Throws Error where a code needs more than 62 bits.
std::optional<ClosestVector> closest_vector(const Matrix<Rational>& weight, const Udu<Rational>& factor,
                                            const Grid<Rational>& grid, const Order& order, Index row,
                                            Index max_nodes);

}  // namespace quantcheck::reference
