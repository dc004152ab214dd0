// The allowance beyond the box: how far outside its box each decision may lie by the rounding of the declared
// arithmetic.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/proofs_check/exact/positions.h>
#include <quantcheck/proofs_check/judge/rounding_reach.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// The excess, in scales, beyond which a decision that rounding explains shows that the declared arithmetic
/// does not resolve the Hessian, or the codes themselves. `quotient` is the target in scales. The result is
/// never more than a quarter of a scale, because codes that are all the second nearest must not conform.
double degraded_beyond(double quotient, Arithmetic arithmetic);

/// What rounding explains of the decisions of a case.
struct Allowance {
  // Out x in, by row and processing step: the excess explained, in scales. It is 0 where it was not asked.
  reference::Matrix<double> steps;
  std::vector<bool> measured;          // by row: whether its excesses are known
  const char* unmeasured_reason = "";  // why the other rows are not measured
  // In a row that is not measured, whether the excess of the first decision is known all the same, because no
  // factor has a part in it.
  bool first_step_known = false;
  int factored = 0;    // replays in which the Hessian could be factored
  int unfactored = 0;  // replays in which it could not

  /// Whether it is known what rounding explains of the decision of a row at a processing step.
  bool knows(Index row, Index step) const { return measured[row] || (first_step_known && step == 0); }
};

/// The allowance that explains nothing. It is used for exact arithmetic, and where no decision is outside.
Allowance nothing_allowed(const Case& c);

/// The decision of a row at a step, as rounding_reach asks about it.
ReachedDecision decision_at(const Case& c, const Hypothesis& hypothesis, const Positions& positions,
                            Index row, Index step);

/// The rows of a case whose positions are known.
RowSource rows_of(const Case& c, const Hypothesis& hypothesis, const Positions& positions);

/// Allows for what rounding_reach finds, of the decisions that are outside their boxes; and of all decisions
/// of the rows that hold these, where `whole_rows` says so. Rows that leave the range of the arithmetic are
/// not measured, and no row is where most replays did not factor the Hessian. The arithmetic must not be
/// exact. `u` is U in double.
Allowance measure_allowance(const Case& c, const Hypothesis& hypothesis, const reference::Matrix<double>& u,
                            const Positions& positions, bool whole_rows);

/// The largest excess that rounding was found to explain, in scales, among the rows that were measured.
double resolution(const Allowance& allowed);

}  // namespace quantcheck::check
