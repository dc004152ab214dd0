// The distance by which rounding alone moves the decisions of a case: measured by replaying the algorithm in
// the declared arithmetic.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// What the last operations of a decision may round by, in steps: u (|t/s| + 1), and where the zero point is
/// added before rounding, or may be, u (|t/s| + |t/s + zero| + 1). By row and step, u that of stored numbers.
reference::Matrix<double> rounding_floor(const Case& c, const Hypothesis& hypothesis, Arithmetic arithmetic,
                                         const reference::Matrix<double>& quotient);

/// Operations of so many replays of a layer: a factor or an inverse each, and a sweep, which in the coarser
/// arithmetics is emulated.
double replay_operations(int replays, Index rows, Index inputs, Arithmetic arithmetic);

/// How the replays invert the Hessian: so that the inverse is symmetric, as GPTQ is published; or by a
/// general inversion of which one triangle is then factored.
enum class Inversion { symmetric, general };

struct Movement {
  reference::Matrix<double> steps;  // out x in, by row and processing step
  std::vector<bool> measured;       // by row; false where no replay stayed within the range of the arithmetic
  int factored =
      0;  // Hessians that were factored in the declared arithmetic (of 16 bits and tf32: in float32)
  int unfactored = 0;  // those that were found not positive definite
};

/// Replays the nearest plane on U, and GPTQ on the factor of H^-1 with H^-1 as a product of triangular
/// inverses and as a solver gives it; along the case's own codes; in blocks of 1, 16 and 128 by turns; with
/// the factor computed in the declared arithmetic, in float32 where that is of 16 bits or tf32 (nobody
/// factors in these), and in double; from the Hessian as stored and from fifteen that are jittered by a unit
/// in the last place. tf32 is replayed with operands rounded, and with operands and sums cut off. A
/// decision's movement is the root mean square of fl(t/s) - t/s over the replays of a kind, the largest over
/// the kinds, and at least rounding_floor. `quotient`: the exact t/s, out x in by row and step. `arithmetic`
/// must not be exact.
///
/// With Inversion::general instead: GPTQ with H^-1 by Gaussian elimination, either triangle of it, in the
/// declared arithmetic (float32 for 16 bits and tf32).
Movement measure_movement(const Case& c, const Hypothesis& hypothesis, Arithmetic arithmetic,
                          const reference::Matrix<double>& quotient,
                          Inversion inversion = Inversion::symmetric);

}  // namespace quantcheck::check
