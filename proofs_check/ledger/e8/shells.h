// The points of E8 by norm, found by membership alone.
#pragma once

#include <functional>
#include <vector>

#include <quantcheck/reference/lattice/e8.h>

namespace quantcheck::check::ledger {

/// Visits every point of E8 whose norm^2 is at most `norm`. To find them, it goes through all vectors of
/// integers and all vectors of halves of odd integers in the ball.
void for_each_point_within(Index norm, const std::function<void(const reference::E8Point&)>& visit);

/// The number of points of E8 for each norm^2 = 0 .. largest. They are counted coordinate by coordinate,
/// without listing them.
std::vector<Index> points_by_norm(Index largest);

}  // namespace quantcheck::check::ledger
