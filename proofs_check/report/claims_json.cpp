#include <quantcheck/proofs_check/report/claims.h>
#include <quantcheck/proofs_check/text/json_line.h>

namespace quantcheck::check {
namespace {

using namespace ledger;

const char* json_name(Method method) {
  switch (method) {
    case Method::proved_for_all:
      return "proved_for_all";
    case Method::proved_for_n:
      return "proved_for_n";
    case Method::exhaustive:
      return "exhaustive";
    case Method::by_example:
      return "by_example";
    case Method::sampled:
      break;
  }
  return "sampled";
}

Json json_outcome(const Outcome& outcome) {
  return {{"result", name_of(outcome.standing)},
          {"cases", outcome.cases},
          {"skipped", outcome.skipped},
          {"largest_n", outcome.largest_n},
          {"log2_failure", or_null(outcome.log2_failure)},
          {"evidence", or_null(outcome.evidence)},
          {"example", or_null(outcome.example)},
          {"counterexample", or_null(outcome.counterexample)}};
}

}  // namespace

std::string claim_json(const Entry& entry, const Effort& effort) {
  const Claim& claim = *entry.claim;
  Json variant = json_outcome(entry.variant);
  variant["statement"] = claim.variant;
  return one_line({{"schema", "quantcheck-claim/1"},
                   {"id", claim.id},
                   {"result", name_of(entry.standing())},
                   {"method", json_name(claim.method)},
                   {"statement", claim.statement},
                   {"source", claim.source},
                   {"claim", json_outcome(entry.outcome)},
                   {"false_variant", variant},
                   {"seed", to_string(effort.seed)}});
}

}  // namespace quantcheck::check
