// The ledger: all claims, and what became of them.
#pragma once

#include <string_view>
#include <vector>

#include <quantcheck/proofs_check/ledger/claim.h>

namespace quantcheck::check::ledger {

struct Topic {
  const char* id;  // what the ids of its claims begin with, before the '/'
  const char* title;
};

/// In the order of the ledger.
std::vector<Topic> topics();

/// In the order of their topics.
const std::vector<Claim>& all_claims();

/// Those that `name` means: one by its id, or a topic's ("bound"). Empty if there is no such.
std::vector<const Claim*> find_claims(std::string_view name);

std::string_view topic_id(const Claim& claim);

/// What became of a claim.
struct Entry {
  const Claim* claim;
  Outcome outcome;
  Outcome variant;

  /// As of `outcome`; but a check that does not refute the false variant says nothing, so that a claim whose
  /// variant was not refuted is undecided at best.
  Standing standing() const;
};

/// Runs a claim, then its variant, which gets at least default_cases cases.
Entry examine(const Claim& claim, const Effort& effort, const Progress& progress = {});

/// Refuted if one is, else undecided if one is.
Standing overall(const std::vector<Entry>& entries);

}  // namespace quantcheck::check::ledger
