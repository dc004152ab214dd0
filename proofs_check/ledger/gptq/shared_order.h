// The claims that rows with different scales can share an order and its factors.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/ledger/claim.h>

namespace quantcheck::check::ledger {

std::vector<Claim> shared_order_claims();  // by samples, and proved for each n

}  // namespace quantcheck::check::ledger
