// The distance by which rounding alone moves the targets of lattice LDLQ, measured by replaying it in the
// declared arithmetic.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/cases/coded_block.h>
#include <quantcheck/proofs_check/exact/lattice/scaled_target.h>

namespace quantcheck::check {

/// A lattice block whose movement is asked for, with its target.
struct AskedBlock {
  BlockPlace place;
  BlockTarget target;
};

/// The movement of some targets, in the unit of the weights and in the order of `asked`. In one replay it is
/// the largest <fl(t) - t, r> over the minimal vectors r of E8; over the replays of a kind it is the root
/// mean square of these, and over the kinds the largest.
///
/// Replays sum the errors along the case's decoded values. The kinds differ in how U is computed: either in
/// blocks of 8 x 8, by the inverses of the pivots, or from the scalar factor; and either in the declared
/// arithmetic (in float32 where that is of 16 bits or tf32) or in double. Each kind is replayed from the
/// Hessian as stored and from fifteen copies jittered by a unit in the last place. With more than
/// max_exact_inputs columns U is computed in the declared arithmetic alone (or float32), and there are
/// replayed_versions_of copies.
///
/// The movement is NaN where it is unknown: for a Hessian that does not factor, for numbers that leave the
/// range, and for targets that rest on a guess (first_guess). `arithmetic` must not be exact.
std::vector<double> ldlq_movement(const LatticeCase& c, Arithmetic arithmetic,
                                  const std::vector<AskedBlock>& asked);

}  // namespace quantcheck::check
