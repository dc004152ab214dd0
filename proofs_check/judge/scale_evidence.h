// The evidence that lies in codes which fit scales that were rounded when they were stored.
#pragma once

#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/exact/positions.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// Of all decisions that are not clipped. Moving a group's scale by half a unit of its format moves decision
/// j of the group by up to
///     m_j = |d (v_j / S) / d ln S| (half a unit) / S = |sum_{i <= j, i in g} c_i U_ij + v_j / S| (half a
///     unit) / S
/// steps, c_i = code - zero. If the scales were rounded and nothing else is wrong, the scale is anywhere
/// within half a unit, so decision j is outside as stored with a probability of about m_j / 2. And where the
/// group's decisions change 2 sum_j m_j times as the scale moves, there are 1 + 2 sum_j m_j sets of codes
/// that fit some scale: so many attempts to fit codes that were made otherwise, each of which has a chance of
/// 2^-0.09 a decision or less with the wrong codes of plain rounding and of halved feedback (measured,
/// docs/verdicts.md).
///
/// All that is summed over the layer. But groups differ, and what a long one shows says nothing of a short
/// one. So a group with a decision that is more than 1/64 of a step outside as stored has to be worth
/// something by itself, no decision may be more than a quarter of a step outside, and of the decisions of
/// each group of columns no more may be outside than are expected there.
struct ScaleEvidence {
  /// The sum over rows and groups of max(0, 0.09 k - log2(1 + 2 sum_j m_j)), k decisions in the group.
  double bits = 0;
  /// sum_j min(1, m_j): no more than about half of it is expected outside.
  double expected = 0;
  /// Whether every group meets the three conditions above.
  bool groups_suffice = true;

  /// So many decisions outside are no surprise: three standard deviations and three more than expected.
  double most_outside() const;
  /// Whether `outside` decisions that fit other scales show that nothing but the rounding of the scales is
  /// behind them.
  bool suffices(Index outside) const;
};

inline constexpr double evidence_needed = 20;  // bits

/// `by_scale`: the decisions that only another scale explains, by row and column.
ScaleEvidence scale_evidence(const Case& c, const ExactLayer& layer, const reference::Matrix<double>& u,
                             const Positions& positions, const reference::Matrix<bool>& by_scale);

}  // namespace quantcheck::check
