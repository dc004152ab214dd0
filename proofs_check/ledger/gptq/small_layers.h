// The claim of equality on every layer of a finite family, which is small enough to be tried completely.
#pragma once

#include <quantcheck/proofs_check/ledger/claim.h>

namespace quantcheck::check::ledger {

Claim small_layers_claim();

}  // namespace quantcheck::check::ledger
