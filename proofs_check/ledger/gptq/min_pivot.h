// Min-pivot against other orders: not a theorem but a tendency.
#pragma once

#include <quantcheck/proofs_check/ledger/claim.h>

namespace quantcheck::check::ledger {

/// Holds if min-pivot's sum of pivots is below act-order's, and below natural order's, for most random
/// Hessians (the confidence interval of the share lies above 1/2), and above for some, of which one is shown.
Claim min_pivot_claim();

}  // namespace quantcheck::check::ledger
