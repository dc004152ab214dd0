// The allowance for scales that were rounded when they were stored.
#pragma once

#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/exact/positions.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// Whether the case's scales are stored in a coarser format than the implementation computed in.
bool scales_were_rounded(const Case& c, Arithmetic arithmetic);

/// For one row: which of the decisions `beyond` rounding (by processing step) does the rounding of the stored
/// scales explain? Those for which there is, for every group, one scale within half a unit of the stored one
/// that puts them inside the box widened by `allowed` (steps; by processing step), together with all
/// decisions that are inside it at the stored scales, and with those before them that were explained so.
/// Linear in the scales: e_i = w_i - s_i c_i, so
///     v_k(s') = v_k - sum_i (s'_i - s_i) c_i U_ik,    |v_k(s')| <= |s'_k| / 2 + allowed |s_k|
/// (c_i = code - zero; one side only at an end of the grid). Solved in double to 1e-12 of a step. `u` is U
/// rounded to double. `budget` is in multiplications and is used up; unknown once it is.
enum class Fit : unsigned char { yes, no, unknown };
struct FittedScales {
  std::vector<Fit> fits;  // by processing step
  double moved = 0;       // the farthest that a scale had to be moved, in half units of its format
};
FittedScales fit_rounded_scales(const Case& c, const ExactLayer& layer, const reference::Matrix<double>& u,
                                const Positions& positions, Index row, const std::vector<bool>& beyond,
                                const reference::Vector<double>& allowed, double& budget);

}  // namespace quantcheck::check
