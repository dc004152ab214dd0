// Replays of lattice LDLQ at sizes at which copies of the Hessian count.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/replay/ldlq_movement.h>

namespace quantcheck::check {

/// Raises `movement` to what replays of the Hessian's versions show, jittered by `roundoff`, as in
/// ldlq_movement.
void replay_large_ldlq(const LatticeCase& c, Arithmetic arithmetic, double roundoff,
                       const std::vector<AskedBlock>& asked, std::vector<double>& movement);

}  // namespace quantcheck::check
