#include <quantcheck/proofs_check/claims/ledger.h>

#include <algorithm>

#include <quantcheck/proofs_check/claims/topics.h>

namespace quantcheck::check {
namespace {

std::vector<Claim> all_claims() {
  std::vector<Claim> all;
  for (const auto topic : {closest_vector_claims, equality_claims, proof_claims, bound_claims, mean_claims,
                           damping_claims, order_claims, box_claims, reduction_claims})
    std::ranges::move(topic(), std::back_inserter(all));
  return all;
}

}  // namespace

const std::vector<Claim>& ledger() {
  static const std::vector<Claim> claims = all_claims();
  return claims;
}

std::vector<const Claim*> find_claims(std::string_view name) {
  std::vector<const Claim*> found;
  for (const Claim& claim : ledger())
    if (claim.id == name || claim.id.substr(0, claim.id.find('/')) == name) found.push_back(&claim);
  return found;
}

Standing Entry::standing() const {
  if (outcome.standing != Standing::holds) return outcome.standing;
  return variant.standing == Standing::refuted ? Standing::holds : Standing::undecided;
}

Entry examine(const Claim& claim, const Effort& effort, const Progress& progress) {
  Effort for_variant = effort;
  for_variant.cases = std::max(effort.cases, default_cases);
  return {&claim, claim.run(effort, progress), claim.run_variant(for_variant, progress)};
}

Standing overall(const std::vector<Entry>& entries) {
  Standing worst = Standing::holds;
  for (const Entry& entry : entries) {
    if (entry.standing() == Standing::refuted) return Standing::refuted;
    if (entry.standing() == Standing::undecided) worst = Standing::undecided;
  }
  return worst;
}

}  // namespace quantcheck::check
