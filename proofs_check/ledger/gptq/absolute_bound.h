// The claims about the absolute bound of the loss (arXiv 2507.18553, Theorem 5).
#pragma once

#include <vector>

#include <quantcheck/proofs_check/ledger/claim.h>

namespace quantcheck::check::ledger {

std::vector<Claim> absolute_bound_claims();  // by samples, and proved for each n

}  // namespace quantcheck::check::ledger
