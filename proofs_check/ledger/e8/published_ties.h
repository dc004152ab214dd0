// The decoder of E8 that breaks ties as the published code of NestQuant does, which is not the same way in
// every cell of the lattice.
#pragma once

#include <quantcheck/reference/lattice/e8.h>

namespace quantcheck::check::ledger {

/// A point of E8 nearest to x / unit, for an even `unit`. Of two equally near integers it takes the smaller
/// one, of two equally near halves the greater one. Where the parity is wrong, it moves the coordinate with
/// the longest residual, the first of several; if that residual is 0, an integer moves up and a half moves
/// down. Of a point of integers and a point of halves that are equally near it takes the latter. We have the
/// published code's results for 16384 points, half of them ties, and this function returns the same for all
/// of them.
reference::E8Point nearest_with_published_ties(const reference::Block<Code>& x, Code unit);

}  // namespace quantcheck::check::ledger
