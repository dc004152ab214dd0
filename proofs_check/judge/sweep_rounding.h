// The movement of decisions by the roundings of a sweep over the columns in an arithmetic coarser than
// float32: the most that they can do, and what they do as a rule.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/judge/rounding_reach.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// How far t / s (and the zero point added to it) of one decision is moved, in scales.
struct SweepRounding {
  double most = 0;  // what all roundings can do together
  // An estimate: the root of a third of the sum of the squares of these roundings, as if all were independent
  // and evenly distributed. What an earlier column passes on is counted as if each column had roundings of
  // its own.
  double typical = 0;
};

/// Bounds what the roundings of tf32, bf16 or fp16 do to each of the decisions, where the columns are swept
/// in that arithmetic along the case's codes, by a factor in float32 or better. What float32 itself rounds is
/// not in it. `u` is the unit upper triangular U of the case in double, without the entries of columns whose
/// error is not carried to that step.
///
/// In tf32 products alone lose digits: operands cut off after 11 bits change a product by less than 2^-9 of
/// it. In 16 bits every result is stored. Storing makes a relative error of the unit roundoff or, where the
/// result is subnormal, an absolute one of half of the least number. Weight and scale are what storing makes
/// of them. What is divided by the scale may also be multiplied by its stored reciprocal.
///
/// Two forms of the sweep are bounded, and the larger bound is returned. One is t_j = w_j + sum_i e_i U_ij.
/// The other is GPTQ's, which takes v_i L_ji off the weights one column after the other, with L = U^-T; as
/// published, that is v_i / R_ii times R_ij. There, what w_i is off by passes on to w_j as |L_ji| times that,
/// by the triangle inequality. A 64th is added for terms of second order.
///
/// `typical` is for what replays cannot be relied on to show: where a few products decide, their roundings in
/// a coarse arithmetic are the same in all replays.
std::vector<SweepRounding> sweep_rounding(const Case& c, Arithmetic arithmetic, const RowSource& rows,
                                          const reference::Matrix<double>& u,
                                          const std::vector<ReachedDecision>& decisions);

}  // namespace quantcheck::check
