// The claims about grids of every kind: integers or tables of levels, with zeros and offsets.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/ledger/claim.h>

namespace quantcheck::check::ledger {

Claim any_grid_equality_claim();             // one algorithm
std::vector<Claim> any_grid_bound_claims();  // the bounds by the gaps beside the codes
Claim any_grid_box_claim();                  // the box criterion

}  // namespace quantcheck::check::ledger
