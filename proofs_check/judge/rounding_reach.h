// The excess that rounding explains of given decisions, for layers of any size.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/replay/movement.h>

namespace quantcheck::check {

/// A decision is EXPLAINED up to this many times the movement that was measured for it.
inline constexpr double movement_allowance = 8.0;

/// In tf32 and in 16 bits a decision is also EXPLAINED up to this many times what is typical of a sweep
/// (SweepRounding). That is nearly all that a few roundings can do, and about four standard deviations of
/// what many do.
inline constexpr double typical_allowance = 4.0;

/// A decision whose allowance is asked for.
struct ReachedDecision {
  Index row = 0;
  Index step = 0;
  double excess = 0;    // beyond the box, in gaps; infinite where it is beyond double
  double quotient = 0;  // t / s, in gaps
  double zero = 0;      // the zero point, or that of the offset, in gaps
};

/// What rounding explains of the decisions that were asked about, an entry for each.
struct RoundingReach {
  // The excess explained, in scales. Of a decision that is reached it may be less than all that rounding
  // explains, because no more replays are made once all are reached.
  std::vector<double> excess;
  std::vector<bool> measured;  // false where the row leaves the range of the arithmetic
  int factored = 0;            // replays in which the Hessian could be factored
  int unfactored = 0;          // replays in which it could not; if there are any, all replays are made
};

/// The excess that the last operations of a decision explain, in scales: 8 times the floor (rounding_floor).
double reach_of_last_operations(const Case& c, const ReachedDecision& decision);

/// The excess that rounding in the case's arithmetic, which must not be exact, explains of each decision: 8
/// times the movement that is measured with that inversion (measure_movement). In tf32 and 16 bits it is no
/// less than 4 times what is typical of a sweep in them (SweepRounding), and no more than all that a sweep
/// can do together with 8 times the movement in float32.
///
/// `factors` are those of the case, and `rows` gives its rows. `u` is the U of the case in double (in x in);
/// it is used in tf32 and 16 bits alone.
RoundingReach rounding_reach(ReplayFactors& factors, const RowSource& rows,
                             const reference::Matrix<double>& u,
                             const std::vector<ReachedDecision>& decisions, Inversion inversion);

}  // namespace quantcheck::check
