#include <quantcheck/proofs_check/judge/allowance.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/replay/precision.h>

namespace quantcheck::check {

using reference::Matrix;

namespace {

constexpr const char* unfactored_reason =
    "the declared arithmetic cannot factor this hessian, so what its rounding explains is unknown";
constexpr const char* range_reason =
    "weights, scales or hessian leave the range of the declared arithmetic, so what its rounding explains is "
    "unknown";

}  // namespace

double degraded_beyond(double quotient, Arithmetic arithmetic) {
  return std::clamp(4.0 * storage_roundoff(arithmetic) * std::fabs(quotient), 1.0 / 64.0, 1.0 / 4.0);
}

Allowance nothing_allowed(const Case& c) {
  return {Matrix<double>::Zero(c.layer.out, c.layer.in), std::vector<bool>(c.layer.out, true)};
}

ReachedDecision decision_at(const Case& c, const Hypothesis& hypothesis, const Positions& positions,
                            Index row, Index step) {
  const Code zero = c.grid.zero_at(row, hypothesis.order[step]) + hypothesis.zero_shift;
  return {row, step, positions.excess(row, step), positions.quotient(row, step), zero};
}

RowSource rows_of(const Case& c, const Hypothesis& hypothesis, const Positions& positions) {
  return [&](std::span<const Index> rows) { return replayed_rows(c, hypothesis, positions.r, rows); };
}

Allowance measure_allowance(const Case& c, const Hypothesis& hypothesis, const Matrix<double>& u,
                            const Positions& positions, bool whole_rows) {
  std::vector<ReachedDecision> decisions;
  for (Index row = 0; row < c.layer.out; ++row) {
    const bool whole = whole_rows && (positions.side.row(row).array() == Side::outside).any();
    for (Index k = 0; k < c.layer.in; ++k)
      if (whole || positions.side(row, k) == Side::outside)
        decisions.push_back(decision_at(c, hypothesis, positions, row, k));
  }
  Allowance allowed = nothing_allowed(c);
  if (hypothesis.block == plain_rounding_block) {  // no factor has a part in any decision
    for (const ReachedDecision& each : decisions)
      allowed.steps(each.row, each.step) = reach_of_last_operations(c, each);
    return allowed;
  }
  const RoundingReach reach =
      rounding_reach(c, hypothesis, rows_of(c, hypothesis, positions), u, decisions, Inversion::symmetric);
  allowed.factored = reach.factored;
  allowed.unfactored = reach.unfactored;
  const bool mostly_unfactored = reach.unfactored > reach.factored;
  allowed.unmeasured_reason = mostly_unfactored ? unfactored_reason : range_reason;
  allowed.first_step_known = mostly_unfactored;
  if (mostly_unfactored) allowed.measured.assign(c.layer.out, false);
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    const auto& [row, step, excess, quotient, zero] = decisions[i];
    if (mostly_unfactored) {
      if (step == 0) allowed.steps(row, 0) = reach_of_last_operations(c, decisions[i]);
    } else if (reach.measured[i]) {
      allowed.steps(row, step) = reach.excess[i];
    } else {
      // Where numbers leave the range, it is not even known how the quotient t / s is rounded.
      allowed.measured[row] = false;
    }
  }
  return allowed;
}

double resolution(const Allowance& allowed) {
  double largest = 0;
  for (Index row = 0; row < allowed.steps.rows(); ++row)
    if (allowed.measured[row]) largest = std::max(largest, allowed.steps.row(row).maxCoeff());
  return largest;
}

}  // namespace quantcheck::check
