// The allowance beyond the box: what rounding in the declared arithmetic explains, decision by decision.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/proofs_check/exact/positions.h>
#include <quantcheck/proofs_check/replay/movement.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// EXPLAINED reaches this many times the measured movement.
inline constexpr double movement_allowance = 8.0;

/// And this many times what is typical of a sweep (SweepRounding), which is nearly all that a few roundings
/// can do, and about four standard deviations of many.
inline constexpr double typical_allowance = 4.0;

/// Beyond this many steps a decision that rounding explains shows that the declared arithmetic does not
/// resolve the Hessian, or the codes themselves. `quotient`: the target in steps. Never more than a quarter
/// of a step: codes that are all the second nearest must not conform.
double degraded_beyond(double quotient, Arithmetic arithmetic);

struct Allowance {
  reference::Matrix<double> steps;  // by row and processing step: so far outside a decision is explained
  std::vector<bool> measured;       // by row
  const char* unmeasured_reason = "";
  bool first_step_known = false;  // in rows that are not measured: no factor has a part in the first decision
  int factored = 0;               // replays whose Hessian factored
  int unfactored = 0;             // and those whose did not

  bool knows(Index row, Index step) const { return measured[row] || (first_step_known && step == 0); }
};

/// For exact arithmetic, and where nothing is outside.
Allowance nothing_allowed(const Case& c);

/// By row and processing step: 8 times the movement that was measured with that inversion; in tf32 and 16
/// bits no less than 4 times what is typical of a sweep in them (SweepRounding), and no more than all of it
/// together with 8 times the movement in float32. `u`: U in double.
reference::Matrix<double> explained_steps(const Case& c, const Hypothesis& hypothesis,
                                          const reference::Matrix<double>& u, const Positions& positions,
                                          const Movement& movement, Inversion inversion);

/// explained_steps. Rows that leave the range of the arithmetic are not measured, nor is any where most
/// Hessians did not factor. The arithmetic must not be exact. `u`: U in double.
Allowance measure_allowance(const Case& c, const Hypothesis& hypothesis, const reference::Matrix<double>& u,
                            const Positions& positions);

/// The largest excess that rounding explains, in rows where that is known.
double resolution(const Allowance& allowed);

}  // namespace quantcheck::check
