// The roundings of a sweep over the columns in an arithmetic coarser than float32: how far they move a
// decision at most, and as a rule.
#pragma once

#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/proofs_check/exact/positions.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// In steps, by row and processing step, how far t / s (and the zero point added to it) is moved.
struct SweepRounding {
  reference::Matrix<double> most;  // what all roundings can do together
  // An estimate: the root of a third of the sum of the squares of these roundings, as if all were independent
  // and evenly distributed. What an earlier column passes on is counted as if each column had its own.
  reference::Matrix<double> typical;
};

/// For tf32, bf16 and fp16, where the columns are swept in that arithmetic along the case's codes, by a
/// factor in float32 or better; what float32 itself rounds is not in it. `u`: the unit upper triangular U of
/// the case, in double, without the entries of columns whose error is not carried to that step.
///
/// In tf32 products alone lose digits: operands cut off after 11 bits change a product by less than 2^-9 of
/// it. In 16 bits every result is stored, with a relative error of u, or where it is subnormal an absolute
/// one of half of the least number; weight and scale are what storing makes of them; what is divided by the
/// scale may also be multiplied by its stored reciprocal. Two forms are bounded, and the larger bound is
/// returned: t_j = w_j + sum_i e_i U_ij; and GPTQ's, which takes v_i L_ji off the weights one column after
/// the other, L = U^-T (v_i / R_ii times R_ij as published), so that what w_i is off by passes on to w_j as
/// |L_ji| times that (the triangle inequality; a 64th is added for terms of second order).
///
/// `typical` is for what replays cannot be relied on to show: where a few products decide, their roundings in
/// a coarse arithmetic are the same in all replays.
SweepRounding sweep_rounding(const Case& c, const Hypothesis& hypothesis, Arithmetic arithmetic,
                             const reference::Matrix<double>& u, const Positions& positions);

}  // namespace quantcheck::check
