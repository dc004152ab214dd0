// Rows of a case as they are replayed: in processing order, beside each other.
#pragma once

#include <functional>
#include <span>

#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// Some rows of a case. All matrices are in x rows: line k is the column that is processed k-th.
struct ReplayedRows {
  reference::Matrix<double> weight;  // with those of dead inputs 0
  reference::Matrix<double> scale;
  reference::Matrix<double> code;  // level - zero; for integers, code - zero
  reference::Matrix<double>
      residual;                    // the exact v / s, rounded to double; (t - offset) / s is code + residual
  reference::Matrix<double> gaps;  // in levels, that the residuals cross; empty: all are 1
  reference::Matrix<double> offsets;  // empty: all are 0

  double gap(Index step, Index row) const { return gaps.size() == 0 ? 1 : gaps(step, row); }
};

/// What gives the rows of those numbers, wherever they are kept.
using RowSource = std::function<ReplayedRows(std::span<const Index> rows)>;

/// Those rows of a case under a hypothesis. `residual` holds their v in gaps, rows x in by row and processing
/// step.
ReplayedRows replayed_rows(const Case& c, const Hypothesis& hypothesis,
                           const reference::Matrix<double>& residual, std::span<const Index> rows);

}  // namespace quantcheck::check
