#include <quantcheck/proofs_check/ledger/ledger.h>

#include <algorithm>

#include <quantcheck/proofs_check/ledger/topics.h>

namespace quantcheck::check::ledger {
namespace {

struct TopicClaims {
  Topic topic;
  std::vector<Claim> (*claims)();
};

constexpr TopicClaims all_topics[] = {
    {{"cvp", "Quantizing a row is a closest vector problem"}, closest_vector_claims},
    {{"equal",
      "One algorithm: the same codes, clipped or not, for any order, damping, groups and signs of scales"},
     equality_claims},
    {{"proof", "The same, proved for each n: in natural order, and under random names of the columns"},
     proof_claims},
    {{"bound", "Bounds of the loss, and what breaks them"}, bound_claims},
    {{"mean", "The mean over uniform targets"}, mean_claims},
    {{"damping", "Damping"}, damping_claims},
    {{"order", "The processing order"}, order_claims},
    {{"box", "Which codes are the nearest plane's"}, box_claims},
    {{"gptaq", "GPTAQ: quantizing for the inputs of the full-precision model"}, gptaq_claims},
    {{"lll", "Lattice reduction"}, reduction_claims},
    {{"e8", "The lattice E8: its cell, and that its decoder is right for every real x"}, e8_claims},
    {{"voronoi", "Voronoi codes of E8: the classes modulo q E8, each decoded to its shortest point"},
     voronoi_claims},
    {{"nestquant", "NestQuant: rotated rows in Voronoi codes, LDLQ by blocks"}, nestquant_claims},
};

std::vector<Claim> collected_claims() {
  std::vector<Claim> all;
  for (const TopicClaims& topic : all_topics) std::ranges::move(topic.claims(), std::back_inserter(all));
  return all;
}

}  // namespace

std::vector<Topic> topics() {
  std::vector<Topic> result;
  for (const TopicClaims& topic : all_topics) result.push_back(topic.topic);
  return result;
}

const std::vector<Claim>& all_claims() {
  static const std::vector<Claim> claims = collected_claims();
  return claims;
}

std::vector<const Claim*> find_claims(std::string_view name) {
  std::vector<const Claim*> found;
  for (const Claim& claim : all_claims())
    if (claim.id == name || topic_id(claim) == name) found.push_back(&claim);
  return found;
}

std::string_view topic_id(const Claim& claim) {
  return std::string_view(claim.id).substr(0, claim.id.find('/'));
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

}  // namespace quantcheck::check::ledger
