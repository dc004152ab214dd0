// The bound of Theorem 5.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/ledger/claim.h>

namespace quantcheck::check::ledger {

std::vector<Claim> absolute_bound_claims();  // by samples, and proved for each n

}  // namespace quantcheck::check::ledger
