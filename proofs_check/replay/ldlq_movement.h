// The distance by which rounding alone moves the targets of lattice LDLQ, measured by replaying it in the
// declared arithmetic.
#pragma once

#include <quantcheck/proofs_check/exact/lattice/targets.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// The movement of every target, rows x lattice blocks, in the unit of the weights. In one replay it is the
/// largest <fl(t) - t, r> over the minimal vectors r of E8; over the replays of a kind it is the root mean
/// square of these, and over the kinds the largest.
///
/// Replays sum the errors along the case's decoded values. The kinds differ in how U is computed: either in
/// blocks of 8 x 8, by the inverses of the pivots, or from the scalar factor; and either in the declared
/// arithmetic (in float32 where that is of 16 bits or tf32) or in double. Each kind is replayed from the
/// Hessian as stored and from fifteen copies jittered by a unit in the last place.
///
/// `exact` gives the exact targets. The movement is NaN where it is unknown: for a Hessian that does not
/// factor, for numbers that leave the range, and for targets that rest on a guess (first_guess). `arithmetic`
/// must not be exact.
reference::Matrix<double> ldlq_movement(const LatticeCase& c, Arithmetic arithmetic, const RowTargets& exact);

}  // namespace quantcheck::check
