// Reports on the ledger, for people and for programs.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/proofs_check/ledger/ledger.h>

namespace quantcheck::check {

/// The line above a topic's claims.
std::string topic_text(const ledger::Topic& topic);

/// A few lines about one claim: result, id, method and cases; the statement; the figures; the false variant;
/// the source. A counterexample follows where the claim is refuted, and with `variants` that of the false
/// variant.
std::string claim_text(const ledger::Entry& entry, bool variants);

/// The last lines of the report: how many claims hold, and how to look at those that do not.
std::string claims_summary(const std::vector<ledger::Entry>& entries, const ledger::Effort& effort);

/// One line of JSON for one claim, schema "quantcheck-claim/1" (docs/claims.md).
std::string claim_json(const ledger::Entry& entry, const ledger::Effort& effort);

/// The name of a standing in JSON and in words.
const char* name_of(ledger::Standing standing);

}  // namespace quantcheck::check
