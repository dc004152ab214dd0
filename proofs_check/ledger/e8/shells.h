// The points of E8 by norm, found by membership alone.
#pragma once

#include <functional>
#include <vector>

#include <quantcheck/reference/lattice/e8.h>

namespace quantcheck::check::ledger {

/// Every point of E8 of at most that norm^2. Goes through all vectors of integers and all of halves of odd
/// integers in the ball.
void for_each_point_within(Index norm, const std::function<void(const reference::E8Point&)>& visit);

/// How many points of E8 have the norm^2 0 .. largest: counted coordinate by coordinate, not listed.
std::vector<Index> points_by_norm(Index largest);

}  // namespace quantcheck::check::ledger
