// What the roundings of a sweep over the columns move a decision by in an arithmetic coarser than float32: at
// most, and as a rule.
#pragma once

#include <quantcheck/proofs_check/judge/hypothesis.h>
#include <quantcheck/proofs_check/judge/positions.h>

namespace quantcheck::check {

/// In steps, by row and processing step, how far t / s (and the zero point added to it) is moved.
struct SweepRounding {
  reference::Matrix<double> most;     // what all roundings can do together
  reference::Matrix<double> typical;  // the root of the sum of their squares, each a third of its greatest
};

/// For tf32, bf16 and fp16, where the columns are swept in that arithmetic along the case's codes, by a
/// factor in float32 or better; what float32 itself rounds is not in it. `u`: the unit upper triangular U of
/// the case, in double, without the entries that carry no error.
///
/// In tf32 products alone lose digits: operands cut off after 11 bits change a product by less than 2^-9 of
/// it. In 16 bits every result is stored, with a relative error of u, and weight and scale are what storing
/// makes of them; what is divided by the scale may also be multiplied by its stored reciprocal. Two forms are
/// bounded, and the larger bound is returned: t_j = w_j + sum_i e_i U_ij; and GPTQ's, which takes v_i L_ji
/// off the weights one column after the other, L = U^-T (v_i / R_ii times R_ij as published), so that what
/// w_i is off by passes on to w_j as |L_ji| times that (the triangle inequality; a 64th is added for terms of
/// second order).
///
/// `typical` is for what replays cannot be relied on to show: where a few products decide, their roundings in
/// a coarse arithmetic are the same in all replays. Evenly distributed roundings of up to b have a mean
/// square of b^2 / 3.
SweepRounding sweep_rounding(const Case& c, const Hypothesis& hypothesis, Arithmetic arithmetic,
                             const reference::Matrix<double>& u, const Positions& positions);

}  // namespace quantcheck::check
