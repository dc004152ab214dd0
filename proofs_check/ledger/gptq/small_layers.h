// Every layer of a finite family, small enough to go through.
#pragma once

#include <quantcheck/proofs_check/ledger/claim.h>

namespace quantcheck::check::ledger {

Claim small_layers_claim();

}  // namespace quantcheck::check::ledger
