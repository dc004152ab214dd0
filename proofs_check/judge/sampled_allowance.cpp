#include <quantcheck/proofs_check/judge/sampled_allowance.h>

#include <cmath>

namespace quantcheck::check {

std::optional<DecisionSides> sample_of(const DecisionSides& sides) {
  const std::vector<Index> rows = nothing_allowed(sides).rows;
  if (rows.size() < 4 * sampled_rows) return std::nullopt;
  DecisionSides sample;
  sample.steps = sides.steps;
  sample.ties = sides.ties;
  for (std::size_t i = 0; i < sampled_rows; ++i) {
    const auto outside = outside_in(sides, {&rows[i * rows.size() / sampled_rows], 1});
    sample.outside.insert(sample.outside.end(), outside.begin(), outside.end());
  }
  return sample;
}

Allowance estimated_allowance(const FactoredCase& factored, const DecisionSides& sides,
                              const Allowance& sampled) {
  Allowance allowed = nothing_allowed(sides);
  allowed.factored = sampled.factored;
  allowed.unfactored = sampled.unfactored;
  allowed.steps.rowwise() = (sampled.steps.colwise().squaredNorm() / sampled.steps.rows()).cwiseSqrt();
  for (const OutsideDecision& each : sides.outside) {
    double& steps = allowed.steps(allowed.index_of(each.place.row), each.place.step);
    steps = std::max(steps, reach_of_last_operations(factored.c, reached_decision(factored, each)));
  }
  for (std::size_t i = 0; i < sampled.rows.size(); ++i)
    allowed.steps.row(allowed.index_of(sampled.rows[i])) = sampled.steps.row(static_cast<Index>(i));
  return allowed;
}

}  // namespace quantcheck::check
