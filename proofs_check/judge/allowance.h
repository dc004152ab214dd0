// The allowance beyond the box: how far outside its box each decision may lie by the rounding of the declared
// arithmetic.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include <quantcheck/proofs_check/exact/decision_sides.h>
#include <quantcheck/proofs_check/judge/factored_case.h>
#include <quantcheck/proofs_check/judge/rounding_reach.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// The excess, in scales, beyond which a decision that rounding explains shows that the declared arithmetic
/// does not resolve the Hessian, or the codes themselves. `quotient` is the target in scales. The result is
/// never more than a quarter of a scale, because codes that are all the second nearest must not conform.
double degraded_beyond(double quotient, Arithmetic arithmetic);

/// What rounding explains of the decisions in the rows that hold one outside.
struct Allowance {
  std::vector<Index> rows;  // those rows, ascending
  // The excess explained, in scales, by the index of the row among `rows` and the processing step. It is 0
  // where it was not asked.
  reference::Matrix<double> steps;
  std::vector<bool> measured;          // whether the row's excesses are known; it is by the same index
  const char* unmeasured_reason = "";  // why the other rows are not measured
  // In a row that is not measured, whether the excess of the first decision is known all the same, because no
  // factor has a part in it.
  bool first_step_known = false;
  int factored = 0;    // replays in which the Hessian could be factored
  int unfactored = 0;  // replays in which it could not

  /// Whether it is known what rounding explains of the decision at a processing step in rows[i].
  bool knows(Index i, Index step) const { return measured[i] || (first_step_known && step == 0); }
  /// The index of a row among `rows`.
  Index index_of(Index row) const { return std::lower_bound(rows.begin(), rows.end(), row) - rows.begin(); }
};

/// The allowance that explains nothing. It is used for exact arithmetic.
Allowance nothing_allowed(const DecisionSides& sides);

/// A decision of a row, as rounding_reach asks about it.
ReachedDecision reached_decision(const FactoredCase& factored, const OutsideDecision& decision);

/// The decisions that are outside in one of these rows, which are neighbours among the rows that have some.
std::span<const OutsideDecision> outside_in(const DecisionSides& sides, std::span<const Index> rows);

/// The rows of a case as they are replayed.
RowSource replayed_rows_of(const FactoredCase& factored);

/// Allows for what rounding_reach finds, of the decisions that are outside their boxes; and of all decisions
/// of the rows that hold these, where `whole_rows` says so. Rows that leave the range of the arithmetic are
/// not measured, and no row is where most replays did not factor the Hessian. The arithmetic must not be
/// exact. `factors` are those of the case. `u` is U in double, which may be empty unless the arithmetic is
/// coarser than float32. Rows are taken together until so many decisions are asked about, which bounds the
/// memory that their lists take.
Allowance measure_allowance(const FactoredCase& factored, ReplayFactors& factors, const DecisionSides& sides,
                            const reference::Matrix<double>& u, bool whole_rows,
                            Index asked_together = Index{1} << 22);

/// The largest excess that rounding was found to explain, in scales, among the rows that were measured.
double resolution(const Allowance& allowed);

}  // namespace quantcheck::check
