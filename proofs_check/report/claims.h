// What a person and a program read of the ledger.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/proofs_check/claims/ledger.h>

namespace quantcheck::check {

/// A few lines: standing, id, method and cases, source; the statement; the figures; whether the check can
/// fail. A counterexample where the claim is refuted, and with `variants` that of the false variant.
std::string claim_text(const Entry& entry, bool variants);

/// The last lines: how many hold, and what to do next.
std::string claims_summary(const std::vector<Entry>& entries, const Effort& effort);

/// One line of JSON, schema "quantcheck-claim/1".
std::string claim_json(const Entry& entry, const Effort& effort);

const char* name_of(Method method);
const char* name_of(Standing standing);

}  // namespace quantcheck::check
