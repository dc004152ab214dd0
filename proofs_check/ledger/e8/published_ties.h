// The decoder of E8 with the ties of the published code of NestQuant: not the same everywhere, as ours are.
#pragma once

#include <quantcheck/reference/lattice/e8.h>

namespace quantcheck::check::ledger {

/// A point of E8 nearest to x / unit, `unit` even. Of two integers it takes the smaller one, of two halves
/// the greater; of equally long residuals the first, and then an integer moves up, a half down; of a point of
/// integers and one of halves the latter. So it decodes every one of the 16384 points, half of them ties, of
/// which we have the published code's results.
reference::E8Point nearest_with_published_ties(const reference::Block<Code>& x, Code unit);

}  // namespace quantcheck::check::ledger
