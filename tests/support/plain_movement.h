// The distance by which rounding alone moves the decisions of a case, measured by many replays in the plain
// text of the reference: what proofs_check/replay/movement.h measures with fewer and faster ones.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/replay/movement.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::test {

/// The measured movements of a case's decisions.
struct PlainMovement {
  reference::Matrix<double> steps;  // in scales; out x in, by row and processing step
  std::vector<bool> measured;       // by row; false where no replay stayed within the range of the arithmetic
  // How many Hessians were factored in the declared arithmetic (in float32 where that is of 16 bits or tf32),
  // and how many were found not positive definite.
  int factored = 0;
  int unfactored = 0;
};

/// Measures the movement of every decision: the root mean square of fl(t/s) - t/s over the replays of a kind,
/// the largest of these over the kinds, and at least check::rounding_floor. With Inversion::symmetric, a kind
/// is one of three forms with one arithmetic of the factor. The forms are
///     the nearest plane on U;
///     GPTQ on the factor of H^-1, with H^-1 as a product of triangular inverses;
///     the same with H^-1 as a solver gives it.
/// The factor is computed in the declared arithmetic (in float32 where that is of 16 bits or tf32, in which
/// nobody factors), and in double. The replays of a kind follow the case's own codes, in blocks of 1, 16 and
/// 128 columns by turns, from the Hessian as stored and from fifteen that are jittered by a unit in the last
/// place. tf32 is replayed with operands rounded, and with operands and sums cut off.
///
/// With Inversion::general the forms are GPTQ with H^-1 by Gaussian elimination, by one and by the other
/// triangle of it, in the declared arithmetic alone (float32 for 16 bits and tf32).
///
/// `quotient` holds the exact t/s, out x in by row and processing step. `arithmetic` must not be exact.
PlainMovement plain_movement(const check::Case& c, const check::Hypothesis& hypothesis, Arithmetic arithmetic,
                             const reference::Matrix<double>& quotient,
                             check::Inversion inversion = check::Inversion::symmetric);

}  // namespace quantcheck::test
