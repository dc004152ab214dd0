// A check that a factor's panels hold finite numbers.
#pragma once

#include <quantcheck/optimized/factor.h>

namespace quantcheck::optimized {

class Team;

/// Throws Error, naming the first place and the damping, where an entry of the factor was beyond float's
/// range when it was rounded.
void refuse_infinite(const Buffer<float>& panels, const Order& order, double damping, Team& team);

}  // namespace quantcheck::optimized
