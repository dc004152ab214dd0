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

Allowance nothing_allowed(const DecisionSides& sides) {
  Allowance allowed;
  for (const OutsideDecision& each : sides.outside)
    if (allowed.rows.empty() || allowed.rows.back() != each.place.row) allowed.rows.push_back(each.place.row);
  allowed.steps = Matrix<double>::Zero(std::ssize(allowed.rows), sides.steps);
  allowed.measured.assign(allowed.rows.size(), true);
  return allowed;
}

ReachedDecision reached_decision(const FactoredCase& factored, const OutsideDecision& decision) {
  const auto& [row, step] = decision.place;
  const Index column = factored.hypothesis.order[step];
  const Code code = factored.c.codes(row, column);
  const double gap = factored.cells.is_single() ? 1 : factored.cells.side(code, decision.r > 0).gap.hi;
  const double zero = static_cast<double>(factored.grid.zero_at(row, column)) -
                      factored.grid.offset_at(row, column) / factored.grid.scale_at(row, column);
  const double value = value_in_gaps(factored.grid, factored.cells, row, column, code, decision.r);
  return {row, step, decision.excess, decision.r + value, zero / gap};
}

std::span<const OutsideDecision> outside_in(const DecisionSides& sides, std::span<const Index> rows) {
  const auto row_of = [](const OutsideDecision& each) { return each.place.row; };
  const auto first = std::ranges::lower_bound(sides.outside, rows.front(), {}, row_of);
  const auto last = std::ranges::upper_bound(sides.outside, rows.back(), {}, row_of);
  return {first, last};
}

RowSource replayed_rows_of(const FactoredCase& factored) {
  return [&factored](std::span<const Index> rows) {
    return replayed_rows(factored.c, factored.hypothesis, factored.positions(rows).r, rows);
  };
}

namespace {

using Rows = std::span<const Index>;

// All decisions of the rows.
std::vector<ReachedDecision> whole(const FactoredCase& factored, Rows rows) {
  const Positions positions = factored.positions(rows);
  std::vector<ReachedDecision> decisions;
  for (Index i = 0; i < positions.r.rows(); ++i)
    for (Index k = 0; k < positions.r.cols(); ++k)
      decisions.push_back(
          reached_decision(factored, {{rows[i], k}, positions.r(i, k), positions.excess(i, k), 0}));
  return decisions;
}

std::vector<ReachedDecision> outside(const FactoredCase& factored, const DecisionSides& sides, Rows rows) {
  std::vector<ReachedDecision> decisions;
  for (const OutsideDecision& each : outside_in(sides, rows))
    decisions.push_back(reached_decision(factored, each));
  return decisions;
}

// Sets what rounding explains of decisions of some rows.
void measure(const FactoredCase& factored, ReplayFactors& factors, const Matrix<double>& u,
             const std::vector<ReachedDecision>& decisions, Allowance& allowed) {
  const auto& c = factored.c;
  const RoundingReach reach =
      rounding_reach(factors, replayed_rows_of(factored), u, decisions, Inversion::symmetric);
  allowed.factored = std::max(allowed.factored, reach.factored);
  allowed.unfactored = std::max(allowed.unfactored, reach.unfactored);
  const bool mostly_unfactored = reach.unfactored > reach.factored;
  allowed.unmeasured_reason = mostly_unfactored ? unfactored_reason : range_reason;
  allowed.first_step_known = mostly_unfactored;
  for (std::size_t k = 0; k < decisions.size(); ++k) {
    const Index step = decisions[k].step;
    const Index i = allowed.index_of(decisions[k].row);
    if (mostly_unfactored) {
      allowed.measured[i] = false;
      if (step == 0) allowed.steps(i, 0) = reach_of_last_operations(c, decisions[k]);
    } else if (reach.measured[k]) {
      allowed.steps(i, step) = reach.excess[k];
    } else {
      // Where numbers leave the range, it is not even known how the quotient t / s is rounded.
      allowed.measured[i] = false;
    }
  }
}

}  // namespace

Allowance measure_allowance(const FactoredCase& factored, ReplayFactors& factors, const DecisionSides& sides,
                            const Matrix<double>& u, bool whole_rows, Index asked_together) {
  Allowance allowed = nothing_allowed(sides);
  const std::vector<Index> all_rows = allowed.rows;
  for (auto first = all_rows.begin(); first != all_rows.end();) {
    Index asked = 0;
    auto last = first;
    do {
      asked += whole_rows ? sides.steps : std::ssize(outside_in(sides, {last, last + 1}));
      ++last;
    } while (last != all_rows.end() && asked < asked_together);
    const Rows rows{first, last};
    first = last;
    const std::vector<ReachedDecision> decisions =
        whole_rows ? whole(factored, rows) : outside(factored, sides, rows);
    if (factored.hypothesis.block != plain_rounding_block) {
      measure(factored, factors, u, decisions, allowed);
      continue;
    }
    for (const ReachedDecision& each : decisions)  // no factor has a part in any decision
      allowed.steps(allowed.index_of(each.row), each.step) = reach_of_last_operations(factored.c, each);
  }
  return allowed;
}

double resolution(const Allowance& allowed) {
  double largest = 0;
  for (Index i = 0; i < allowed.steps.rows(); ++i)
    if (allowed.measured[i]) largest = std::max(largest, allowed.steps.row(i).maxCoeff());
  return largest;
}

}  // namespace quantcheck::check
