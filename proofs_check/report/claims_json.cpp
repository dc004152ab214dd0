#include <quantcheck/proofs_check/report/claims.h>
#include <quantcheck/proofs_check/report/one_line.h>

namespace quantcheck::check {

std::string claim_json(const Entry& entry, const Effort& effort) {
  const Claim& claim = *entry.claim;
  const Outcome& outcome = entry.outcome;
  return one_line({{"schema", "quantcheck-claim/1"},
                   {"id", claim.id},
                   {"statement", claim.statement},
                   {"source", claim.source},
                   {"method", name_of(claim.method)},
                   {"result", name_of(entry.standing())},
                   {"cases", outcome.cases},
                   {"skipped", outcome.skipped},
                   {"log2_failure", or_null(outcome.log2_failure)},
                   {"evidence", or_null(outcome.evidence)},
                   {"example", or_null(outcome.example)},
                   {"counterexample", or_null(outcome.counterexample)},
                   {"false_variant",
                    {{"statement", claim.variant},
                     {"result", name_of(entry.variant.standing)},
                     {"cases", entry.variant.cases},
                     {"counterexample", or_null(entry.variant.counterexample)}}},
                   {"seed", to_string(effort.seed)}});
}

}  // namespace quantcheck::check
