// The allowance beyond the box: how far outside its box each decision may lie by the rounding of the declared
// arithmetic.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/proofs_check/exact/positions.h>
#include <quantcheck/proofs_check/replay/movement.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// A decision is EXPLAINED up to this many times the movement that was measured for it.
inline constexpr double movement_allowance = 8.0;

/// In tf32 and in 16 bits a decision is also EXPLAINED up to this many times what is typical of a sweep
/// (SweepRounding). That is nearly all that a few roundings can do, and about four standard deviations of
/// what many do.
inline constexpr double typical_allowance = 4.0;

/// The excess, in scales, beyond which a decision that rounding explains shows that the declared arithmetic
/// does not resolve the Hessian, or the codes themselves. `quotient` is the target in scales. The result is
/// never more than a quarter of a scale, because codes that are all the second nearest must not conform.
double degraded_beyond(double quotient, Arithmetic arithmetic);

/// What rounding explains of the decisions of a case.
struct Allowance {
  reference::Matrix<double> steps;  // out x in, by row and processing step: the excess explained, in scales
  std::vector<bool> measured;       // by row: whether its excesses are known
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

/// The excess that rounding explains of each decision, in scales, out x in by row and processing step. It is
/// 8 times the movement that was measured with that inversion. In tf32 and 16 bits it is no less than 4 times
/// what is typical of a sweep in them (SweepRounding), and no more than all that a sweep can do together with
/// 8 times the movement in float32. `u` is U in double.
reference::Matrix<double> explained_steps(const Case& c, const Hypothesis& hypothesis,
                                          const reference::Matrix<double>& u, const Positions& positions,
                                          const Movement& movement, Inversion inversion);

/// Measures how decisions move, and allows for what explained_steps gives. Rows that leave the range of the
/// arithmetic are not measured, and no row is where most replays did not factor the Hessian. The arithmetic
/// must not be exact. `u` is U in double.
Allowance measure_allowance(const Case& c, const Hypothesis& hypothesis, const reference::Matrix<double>& u,
                            const Positions& positions);

/// The largest excess that rounding explains, in scales, among the rows that were measured.
double resolution(const Allowance& allowed);

}  // namespace quantcheck::check
