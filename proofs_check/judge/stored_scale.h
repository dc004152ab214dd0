// The allowance for scales that were rounded when they were stored.
#pragma once

#include <quantcheck/proofs_check/exact/positions.h>
#include <quantcheck/proofs_check/judge/factored_case.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// Whether the case's scales are stored in a coarser format than that of the numbers which the arithmetic
/// stores.
bool scales_were_rounded(const Case& c, Arithmetic arithmetic);

/// What the rounding of stored scales has to do with a decision. It is unknown where the budget ran out.
enum class Fit : unsigned char { yes, no, unknown };

/// The positions of a row's decisions: those of the i-th of some rows.
struct RowPositions {
  const Positions& rows;
  Index i = 0;

  double r(Index step) const { return rows.r(i, step); }
};

/// Which decisions of a row fit scales near the stored ones.
struct FittedScales {
  std::vector<Fit> fits;  // by processing step
  double moved = 0;       // the farthest that a scale had to be moved, in half units of its format
};

/// Finds out which of the decisions `beyond` what rounding explains are explained by the rounding of the
/// stored scales. This is done for one row; `beyond` and `allowed` are by processing step. A decision is
/// explained if there is, for every group, one scale within half a unit of the stored one that puts the
/// decision inside its box widened by `allowed` (in scales). The same scales have to keep inside all
/// decisions of the row that are inside at the stored scales, and those before it that were explained in this
/// way. As e_i = w_i - s_i c_i is linear in the scales, with c_i = code - zero,
///     v_k(s') = v_k - sum_i (s'_i - s_i) c_i U_ik,    |v_k(s')| <= |s'_k| / 2 + allowed |s_k|,
/// where at an end of the grid only one side counts. This is solved in double to 1e-12 of a scale. `u` is U
/// rounded to double. What is done, in multiplications, is taken off `budget`; once that is used up, a
/// decision that is not seen to fit is unknown.
FittedScales fit_rounded_scales(const FactoredCase& factored, const reference::Matrix<double>& u,
                                const RowPositions& positions, Index row, const std::vector<bool>& beyond,
                                const reference::Vector<double>& allowed, double& budget);

}  // namespace quantcheck::check
