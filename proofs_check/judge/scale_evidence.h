// The evidence that lies in codes which fit scales that were rounded when they were stored.
#pragma once

#include <map>
#include <vector>

#include <quantcheck/proofs_check/exact/positions.h>
#include <quantcheck/proofs_check/judge/factored_case.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// What it is worth that codes fit scales near the stored ones, from all decisions that are not clipped. Let
/// S be the stored scale of a group g, h half a unit of its format there, and c_i = code - zero. Moving the
/// scale by h moves decision j of the group by up to
///     m_j = |d (v_j / S) / d ln S| h / S = |sum_{i <= j, i in g} c_i U_ij + v_j / S| h / S
/// scales. If the scales were rounded and nothing else is wrong, the scale that was used is anywhere within
/// h, so that decision j is outside as stored with a probability of about m_j / 2.
///
/// The codes of the group change 2 sum_j m_j times as the scale moves, so that 1 + 2 sum_j m_j sets of codes
/// fit some scale. Codes that were made otherwise have so many attempts to fit. In each attempt they fit with
/// a chance of 2^-0.09 a decision or less, as was measured with the wrong codes of plain rounding and of
/// halved feedback (docs/verdicts.md).
///
/// All that is summed over the layer. But groups differ, and what a long one shows says nothing of a short
/// one. So there are three more conditions. A group of a row that has a decision more than 1/64 of a scale
/// outside as stored has to be worth something by itself. No decision may be more than a quarter of a scale
/// outside. And of the decisions of each group of columns, over all rows, no more may be outside than
/// most_outside would allow there.
struct ScaleEvidence {
  /// The sum over rows and groups of max(0, 0.09 k - log2(1 + 2 sum_j m_j)), where k is the number of
  /// decisions in the group that are not clipped.
  double bits = 0;
  /// The sum of min(1, m_j) over all of these decisions. No more than about half of it is expected outside.
  double expected = 0;
  /// Whether every group meets the three conditions above.
  bool groups_suffice = true;

  /// The number of decisions outside that is no surprise: three standard deviations and three more than
  /// `expected`.
  double most_outside() const;
  /// Whether the fit of `outside` decisions to other scales shows that nothing but the rounding of the scales
  /// is behind them.
  bool suffices(Index outside) const;
};

/// The bits of evidence that a run needs in order to conform.
inline constexpr double evidence_needed = 20;

/// The decisions that only another scale explains: of each row that has some, whether each processing step is
/// one.
using ExplainedByScale = std::map<Index, std::vector<bool>>;

/// The evidence in the codes of a case. `u` is U in double.
ScaleEvidence scale_evidence(const FactoredCase& factored, const reference::Matrix<double>& u,
                             const ExplainedByScale& by_scale);

}  // namespace quantcheck::check
