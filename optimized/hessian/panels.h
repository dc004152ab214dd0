// The check that a factor's panels hold numbers that can be calculated with.
#pragma once

#include <quantcheck/optimized/factor.h>

namespace quantcheck::optimized {

class Team;

/// Throws Error, naming the first place, where an entry was beyond float's range when it was rounded.
void refuse_infinite(const Buffer<float>& panels, const Order& order, double damping, Team& team);

}  // namespace quantcheck::optimized
