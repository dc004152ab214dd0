// The ledger: all claims, and the results of checking them.
#pragma once

#include <string_view>
#include <vector>

#include <quantcheck/proofs_check/ledger/claim.h>

namespace quantcheck::check::ledger {

struct Topic {
  const char* id;  // the part of its claims' ids before the '/'
  const char* title;
};

/// All topics, in the order of the ledger.
std::vector<Topic> topics();

/// All claims, in the order of their topics.
const std::vector<Claim>& all_claims();

/// The claims that `name` means: one claim if it is an id ("bound/absolute"), all claims of a topic if it is
/// a topic's id ("bound"). Empty if there are none.
std::vector<const Claim*> find_claims(std::string_view name);

/// The id of the claim's topic, which is the part of the claim's id before the '/'.
std::string_view topic_id(const Claim& claim);

/// The results of checking a claim and its variant.
struct Entry {
  const Claim* claim;
  Outcome outcome;
  Outcome variant;

  /// The standing of `outcome`, with one exception. A check that does not refute the false variant says
  /// nothing, so a claim that holds is undecided if its variant was not refuted.
  Standing standing() const;
};

/// Runs the check of a claim, and then that of its variant with at least default_cases cases.
Entry examine(const Claim& claim, const Effort& effort, const Progress& progress = {});

/// Refuted if one of the entries is, else undecided if one of them is.
Standing overall(const std::vector<Entry>& entries);

}  // namespace quantcheck::check::ledger
