// The movement of the decisions that are outside their boxes, for layers of any size.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include <quantcheck/proofs_check/replay/replay_factors.h>
#include <quantcheck/proofs_check/replay/replayed_rows.h>

namespace quantcheck::check {

/// What the last operations of a decision may round by, in gaps: u (|t/s| + 1), and where a zero point is
/// added before rounding, or may be, u (|t/s| + |t/s + zero| + 1). u is the unit roundoff of stored numbers.
/// `quotient` is t/s, and `zero` the zero point or that of an offset, -offset/s; both in gaps.
double rounding_floor(const Case& c, Arithmetic arithmetic, double quotient, double zero);

/// The number of operations of so many replays of a layer. Each takes a factor or an inverse, and a sweep,
/// which is emulated in the arithmetics coarser than float32.
double replay_operations(int replays, Index rows, Index inputs, Arithmetic arithmetic);

/// How the replays invert the Hessian: in a way that makes the inverse symmetric, as GPTQ is published; or by
/// a general inversion, of which one triangle is then factored.
enum class Inversion { symmetric, general };

/// A decision whose movement is asked for.
struct AskedDecision {
  Index row = 0;
  Index step = 0;
  double floor = 0;  // what the last operations may round by (rounding_floor), in scales
};

/// What the replays so far show of the decisions that were asked about, an entry for each.
struct Movement {
  std::vector<double> distance;  // in scales; at least the floor
  std::vector<bool> measured;    // false where no replay of the row stayed within the range of the arithmetic
  int factored = 0;              // replays in which the Hessian could be factored in working precision
  int unfactored = 0;            // replays in which it could not
};

/// Whether what the replays so far show is enough for those of the decisions, which are indices of what was
/// asked. It must not be where `unfactored` counts.
using EnoughMovement = std::function<bool(const Movement&, std::span<const std::size_t> decisions)>;

/// The number of versions of the Hessian that are replayed for a layer of `inputs` columns: 16, and less
/// where the product of versions and inputs would be beyond 4096, but no less than 2.
int replayed_versions_of(Index inputs);

/// The number of neighbouring steps on either side whose movements count for that of a decision: none where
/// there are 16 versions, and seven where there are two.
Index neighbours_of(Index inputs);

/// Measures the movement of some decisions: the root mean square of fl(t/s) - t/s over the replays of a kind
/// and the neighbouring steps of the row; the largest of these over the kinds; and at least the floor. With
/// Inversion::symmetric the kinds are the nearest plane on U, and GPTQ on the factor of an H^-1 that a solver
/// gave. With Inversion::general they are GPTQ with H^-1 by Gaussian elimination, by one and by the other
/// triangle of it. The factor is computed in float32 (in double for fp64), the sweep in the arithmetic. The
/// replays follow the case's own codes.
///
/// The first step, in which no factor has a part, is no neighbour of others. Neighbours are compared in units
/// of sqrt(sum_{i<k} D_i v_i^2 / D_k) / s_k: the loss that a row has made so far, seen from step k. What the
/// error of a factor moves is in proportion to that.
///
/// Rows are taken some at a time, and the kinds are tried on them in the order of their cost. After each,
/// `enough` says whether to stop. `factors` are those of the case that gives the Hessian, or the activations;
/// `rows` gives the rows.
Movement measure_movement(ReplayFactors& factors, Arithmetic arithmetic, const RowSource& rows,
                          const std::vector<AskedDecision>& asked, Inversion inversion,
                          const EnoughMovement& enough);

}  // namespace quantcheck::check
