// The comparison of min-pivot with other orders, which shows a tendency and is no theorem.
#pragma once

#include <quantcheck/proofs_check/ledger/claim.h>

namespace quantcheck::check::ledger {

/// The claim that min-pivot has a lower sum of pivots than act-order, and than natural order, for most random
/// Hessians, and a higher one for some. It holds if the confidence interval of each share lies above 1/2 and,
/// for each of the two, a Hessian with a higher sum was found, which is shown.
Claim min_pivot_claim();

}  // namespace quantcheck::check::ledger
