#include <quantcheck/proofs_check/judge/rounding_reach.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/sweep_rounding.h>
#include <quantcheck/proofs_check/replay/precision.h>

namespace quantcheck::check {

namespace {

// What each decision is reached by, from the movements so far.
class Limits {
 public:
  Limits(const std::vector<ReachedDecision>& decisions, std::vector<SweepRounding> of_sweep)
      : decisions_(decisions), of_sweep_(std::move(of_sweep)) {}

  // The excess explained by the movement in the declared arithmetic alone.
  double by(const Movement& movement, std::size_t i) const {
    const double reach = movement_allowance * movement.distance[i];
    return of_sweep_.empty() ? reach : std::max(reach, typical_allowance * of_sweep_[i].typical);
  }

  // The most that can be explained where the movement in float32 is that; no limit where it is not measured.
  double most(const Movement& in_float, std::size_t i) const {
    return in_float.measured[i] ? movement_allowance * in_float.distance[i] + of_sweep_[i].most
                                : std::numeric_limits<double>::infinity();
  }

  // Whether further replays would change no verdict.
  template <class Reach>
  EnoughMovement until_reached(const Reach& reach) const {
    return [this, reach](const Movement& movement, std::span<const std::size_t> asked) {
      if (movement.unfactored > 0) return false;
      for (const std::size_t i : asked)
        if (!movement.measured[i] || !(decisions_[i].excess <= reach(movement, i))) return false;
      return true;
    };
  }

 private:
  const std::vector<ReachedDecision>& decisions_;
  std::vector<SweepRounding> of_sweep_;  // empty where sweeps are not coarse
};

double floor_of(const Case& c, const ReachedDecision& decision) {
  return rounding_floor(c, assumed_arithmetic(c), decision.quotient, decision.zero);
}

}  // namespace

double reach_of_last_operations(const Case& c, const ReachedDecision& decision) {
  return movement_allowance * floor_of(c, decision);
}

RoundingReach rounding_reach(ReplayFactors& factors, const RowSource& rows,
                             const reference::Matrix<double>& u,
                             const std::vector<ReachedDecision>& decisions, Inversion inversion) {
  const Case& c = factors.of_case();
  const Arithmetic arithmetic = assumed_arithmetic(c);
  const bool coarse = is_coarser_than_float(arithmetic);
  std::vector<AskedDecision> asked;
  asked.reserve(decisions.size());
  for (const ReachedDecision& each : decisions) asked.push_back({each.row, each.step, floor_of(c, each)});
  const Limits limits(
      decisions, coarse ? sweep_rounding(c, arithmetic, rows, u, decisions) : std::vector<SweepRounding>());

  const Movement movement = measure_movement(
      factors, arithmetic, rows, asked, inversion,
      limits.until_reached([&](const Movement& so_far, std::size_t i) { return limits.by(so_far, i); }));
  RoundingReach result{{}, movement.measured, movement.factored, movement.unfactored};
  bool all_reached = true;
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    result.excess.push_back(limits.by(movement, i));
    all_reached = all_reached && decisions[i].excess <= result.excess[i];
  }
  if (!coarse) return result;

  for (std::size_t i = 0; i < decisions.size(); ++i)
    asked[i].floor = rounding_floor(c, Arithmetic::fp32, decisions[i].quotient, decisions[i].zero);
  const Movement in_float = measure_movement(factors, Arithmetic::fp32, rows, asked, inversion,
                                             limits.until_reached([&](const Movement& so_far, std::size_t i) {
                                               return all_reached ? limits.most(so_far, i)
                                                                  : -std::numeric_limits<double>::infinity();
                                             }));
  for (std::size_t i = 0; i < decisions.size(); ++i)
    result.excess[i] = std::min(result.excess[i], limits.most(in_float, i));
  return result;
}

}  // namespace quantcheck::check
