// The evidence in decisions that fit scales which were fitted to them.
#pragma once

#include <quantcheck/proofs_check/diagnose/scales/scale_inequalities.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// Decisions that are outside by no more are counted as inside, since double and the declared arithmetic move
/// them.
inline constexpr double outside_by = 0x1p-10;

/// The bits that the decisions of a row are worth which fit other scales. If the scales are right as stored
/// and the fault is another one, other scales leave about as many decisions outside as the stored ones do, or
/// more. Let p be the share, of the k decisions that are not clipped, that is outside as stored. Then all of
/// them fit by chance, in one attempt, with a probability of (1 - p)^k, which is worth -k log2(1 - p) bits. p
/// counts as 7/8 at most. Where the fit leaves decisions outside by up to `left_outside` stored scales, only
/// what is outside by more counts; that is `outside_by` at least.
double bits_of_decisions(const ScaleInequalities& row, double left_outside);

/// The bits that choosing scales of a row between bounds takes off: log2 of the number of attempts. As one
/// scale goes from low to high, decision k moves by |d (v_k / s_k) / d x| (high - low) boxes and its code
/// changes as often, so there are 1 + sum_k of that many sets of codes; and the product of these over the
/// scales.
double bits_of_attempts(const ScaleInequalities& row, const reference::Vector<double>& low,
                        const reference::Vector<double>& high);

/// What a fit has to be worth, over the layer, beyond its attempts.
inline constexpr double fit_evidence_needed = 40;

}  // namespace quantcheck::check
