// The closest vector of one output channel: the codes of the least loss that any codes have.
#pragma once

#include <optional>
#include <vector>

#include <quantcheck/reference/grid.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The codes of a row and their loss.
struct ClosestVector {
  std::vector<Code> codes;  // by column
  Rational loss;            // sum_j D_j v_j^2
};

/// The codes of the least loss in this row, among all codes of the grid. The weights (out x in) and the grid
/// are in the columns' own order, and the factor is that of the damped Hessian in processing order.
///
/// The tree of all codes has one level for each step of nearest_plane. It is searched depth first, with the
/// codes of a step by their distance from the target t_j (of two at the same distance the greater one first,
/// in a table the one of the greater level; codes of equal value are one), and cut wherever
/// sum_{i<=j} D_i v_i^2 is no less than the loss of codes already found. The first leaf is the result of the
/// nearest plane with ties to the greater one. C. P. Schnorr, M. Euchner, Math. Programming 66 (1994),
/// 181-199; for the closest vector E. Agrell, T. Eriksson, A. Vardy, K. Zeger, IEEE Trans. Inf. Theory 48
/// (2002), 2201-2214.
///
/// Among codes of equal loss the first in that search is returned: at the first step where two of them
/// differ, its code is nearer to the target, or as near and greater.
///
/// The search tries at most `max_nodes` codes, at all steps together. Returns nullopt when that does not
/// finish the search, which says nothing about the row. Throws Error where a code needs more than 62 bits.
std::optional<ClosestVector> closest_vector(const Matrix<Rational>& weight, const Udu<Rational>& factor,
                                            const Grid<Rational>& grid, const Order& order, Index row,
                                            Index max_nodes);

}  // namespace quantcheck::reference
