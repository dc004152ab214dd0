// How far rounding moves the targets of lattice LDLQ: measured by replaying it in the declared arithmetic.
#pragma once

#include <quantcheck/proofs_check/exact/lattice/targets.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// rows x blocks: the root mean square of the largest <fl(t) - t, r> over the minimal vectors r, over the
/// replays of a kind, the largest over the kinds. Replays sum the errors along the case's decoded values with
/// U computed in blocks, by the inverses of the pivots, and from the scalar factor; each in the declared
/// arithmetic (in float32 where that is of 16 bits or tf32) and in double; from the Hessian as stored and
/// from fifteen copies jittered by a unit in the last place. `exact`: the exact targets. NaN where it is
/// unknown: a Hessian that does not factor, numbers that leave the range, and targets that rest on a guess
/// (first_guess). `arithmetic` must not be exact.
reference::Matrix<double> ldlq_movement(const LatticeCase& c, Arithmetic arithmetic, const RowTargets& exact);

}  // namespace quantcheck::check
