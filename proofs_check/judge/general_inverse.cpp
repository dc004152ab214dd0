#include <quantcheck/proofs_check/judge/general_inverse.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/exact/row_chunks.h>
#include <quantcheck/proofs_check/judge/allowance.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/replay/precision.h>

namespace quantcheck::check {

using reference::Matrix;

namespace {

bool reached(const ReachedDecision& decision, const RoundingReach& reach, std::size_t i) {
  return reach.measured[i] && decision.excess <= reach.excess[i];
}

/// What a general inverse does to all decisions of a layer.
struct Spread {
  double fine = 0;      // the share of those that are moved by less than 1/32 of a scale
  double expected = 0;  // the sum of all movements, each at most most_excess
};

Spread spread_of(const FactoredCase& factored, ReplayFactors& factors) {
  const Case& c = factored.c;
  constexpr double fine = 1.0 / 32;
  const Index sampled = std::min(c.layer.out, GeneralInverse::sampled_rows);
  std::vector<Index> rows;
  for (Index i = 0; i < sampled; ++i) rows.push_back(i * c.layer.out / sampled);
  const Positions positions = factored.positions(rows);
  std::vector<AskedDecision> asked;
  for (Index i = 0; i < sampled; ++i)
    for (Index k = 0; k < c.layer.in; ++k) {
      const ReachedDecision decision =
          reached_decision(factored, {{rows[i], k}, positions.r(i, k), positions.excess(i, k), 0});
      asked.push_back(
          {rows[i], k, rounding_floor(c, assumed_arithmetic(c), decision.quotient, decision.zero)});
    }
  const Movement movement =
      measure_movement(factors, assumed_arithmetic(c), replayed_rows_of(factored), asked, Inversion::general,
                       [](const Movement&, std::span<const std::size_t>) { return false; });
  Spread spread;
  for (const double distance : movement.distance) {
    spread.fine += distance < fine;
    spread.expected += std::min(distance, GeneralInverse::most_excess);
  }
  const auto count = static_cast<double>(asked.size());
  const auto decisions = static_cast<double>(c.layer.out) * static_cast<double>(c.layer.in);
  return {spread.fine / count, spread.expected * (decisions / count)};
}

}  // namespace

bool may_be_explained(const std::vector<ReachedDecision>& wrong) {
  return std::ranges::all_of(wrong, [](const ReachedDecision& each) {
    return each.step > 0 && each.excess <= GeneralInverse::most_excess;
  });
}

GeneralInverse general_inverse_of(const FactoredCase& factored, const Matrix<double>& u,
                                  const std::vector<ReachedDecision>& wrong) {
  GeneralInverse result;
  for (const ReachedDecision& each : wrong)
    if (each.step == 0 || !std::isfinite(each.excess)) return result;
  const ReachedDecision& farthest = *std::ranges::max_element(wrong, {}, &ReachedDecision::excess);
  ReplayFactors factors(factored.c, factored.hypothesis);
  // Mostly, one decision shows that it does not reach them.
  const auto reach_of = [&](const std::vector<ReachedDecision>& decisions) {
    return rounding_reach(factors, replayed_rows_of(factored), u, decisions, Inversion::general);
  };
  if (!reached(farthest, reach_of({farthest}), 0)) return result;
  const RoundingReach reach = reach_of(wrong);
  for (std::size_t i = 0; i < wrong.size(); ++i)
    if (!reached(wrong[i], reach, i)) return result;
  result.reaches = true;
  result.excess = reach.excess;
  if (!may_be_explained(wrong)) return result;
  const Spread spread = spread_of(factored, factors);
  const double least = spread.expected / 3 - 2 * std::sqrt(spread.expected / 3);
  result.explains = spread.fine >= 0.5 && static_cast<double>(wrong.size()) >= least;
  return result;
}

bool general_inverse_reaches(const FactoredCase& factored, const Judgement& judgement) {
  const Order& order = factored.hypothesis.order;
  std::vector<Index> rows;
  for (Index row = 0; row < judgement.decisions.rows(); ++row)
    if ((judgement.decisions.row(row).array() == Verdict::wrong).any()) rows.push_back(row);
  std::vector<ReachedDecision> wrong;
  for_chunks(rows, std::ssize(order), [&](const std::vector<Index>& chunk) {
    const Positions positions = factored.positions(chunk);
    for (Index i = 0; i < std::ssize(chunk); ++i)
      for (Index k = 0; k < std::ssize(order); ++k)
        if (judgement.decisions(chunk[i], order[k]) == Verdict::wrong)
          wrong.push_back(
              reached_decision(factored, {{chunk[i], k}, positions.r(i, k), positions.excess(i, k), 0}));
  });
  const bool coarse = is_coarser_than_float(assumed_arithmetic(factored.c));
  return general_inverse_of(factored, coarse ? factored.upper() : Matrix<double>(), wrong).reaches;
}

}  // namespace quantcheck::check
