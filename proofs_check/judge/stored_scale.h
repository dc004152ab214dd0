// The allowance for scales that were rounded when they were stored.
#pragma once

#include <quantcheck/proofs_check/judge/exact_layer.h>
#include <quantcheck/proofs_check/judge/positions.h>

namespace quantcheck::check {

/// Whether the case's scales are stored in a coarser format than the implementation computed in.
bool scales_were_rounded(const Case& c, Arithmetic arithmetic);

/// For one row: is there, for every group, one scale within half a unit of the stored one under which the
/// decisions are inside the box, widened by `allowed` (steps; by processing step)? Goes through the columns
/// in processing order; a decision that no scales can be found for together with those before it is left out
/// from there on and returned as false. Linear in the scales: e_i = w_i - s_i c_i, so
///     v_k(s') = v_k - sum_i (s'_i - s_i) c_i U_ik,    |v_k(s')| <= |s'_k| / 2 + allowed |s_k|
/// (c_i = code - zero; one side only at an end of the grid). In double: its rounding, some 1e-13 of a step,
/// is far below `allowed`, which is itself measured. `u` is U rounded to double.
std::vector<bool> fits_rounded_scales(const Case& c, const ExactLayer& layer,
                                      const reference::Matrix<double>& u, const Positions& positions,
                                      Index row, const reference::Vector<double>& allowed);

}  // namespace quantcheck::check
