#include <quantcheck/proofs_check/quantize/code_finder.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/factor_group.h>
#include <quantcheck/proofs_check/certified/refined_position.h>
#include <quantcheck/proofs_check/exact/row_chunks.h>
#include <quantcheck/proofs_check/quantize/nearby_codes.h>
#include <quantcheck/reference/grid.h>

namespace quantcheck::check {

using reference::exact;
using reference::Rational;

namespace {

constexpr std::size_t columns_together = 4;  // that one pass over the Hessian refines

// The error of a column of exact products at which no tie is looked for any longer, and the share of a scale
// below which the code changes at a tie.
constexpr double exact_goal = 0x1p-300;
constexpr double tie_share = 0x1p-201;

}  // namespace

CodeFinder::CodeFinder(Case& c, const CertifiedFactor& factor, const Progress& progress)
    : case_(c),
      cells_(c.grid.range),
      factor_(factor),
      hypothesis_(as_declared(c)),
      product_(c, hypothesis_, factor),
      progress_(progress),
      before_(static_cast<std::size_t>(c.layer.out)),
      after_(before_) {}

void CodeFinder::find() { find_in({0, case_.layer.in}); }

void CodeFinder::find_in_group(const CarriedErrors& carried) {
  carried_ = &carried;
  upper_ = group_upper(factor_, carried.begin, carried.end);
  find_in({carried.begin, carried.end});
  carried_ = nullptr;
}

void CodeFinder::find_in(const Steps& steps) {
  if (obstacle_) return;
  steps_ = steps;
  order_.assign(hypothesis_.order.begin() + steps.begin, hypothesis_.order.begin() + steps.end);
  // Rows by the step from which on nothing is certified of them.
  std::vector<DecisionPlace> rows;
  for (Index row = 0; row < case_.layer.out; ++row) rows.push_back({row, steps.begin});
  while (!rows.empty() && !obstacle_) {
    certify(rows);
    settle_open();
    requantize();
    rows = std::exchange(to_certify_, {});
    std::ranges::sort(rows);
  }
  before_ = after_;
}

// The residuals of the stretch in some rows, with these errors on it.
Residuals CodeFinder::residuals_of(const RowErrors& errors, std::span<const Index> rows) const {
  if (carried_ == nullptr) return bounded_residuals(factor_, hypothesis_, errors);
  std::vector<RowSums> before;
  before.reserve(rows.size());
  for (const Index row : rows) before.push_back(before_[row]);
  return bounded_residuals_of_group(factor_, *carried_, upper_, errors.error, rows, before);
}

// Finds the first decision of each row, from its step on, that is not certified to be right, and decides it
// if it can be told in double. Else it is open.
void CodeFinder::certify(const std::vector<DecisionPlace>& rows) {
  const bool all = std::ssize(rows) == case_.layer.out;
  std::vector<Index> positions(rows.size());
  std::iota(positions.begin(), positions.end(), Index{0});
  for_chunks(positions, steps_.end - steps_.begin, [&](const std::vector<Index>& chunk) {
    if (progress_ && all) progress_("certifying rows", chunk.front(), case_.layer.out);
    if (!obstacle_) certify_chunk(std::span(rows).subspan(chunk.front(), chunk.size()));
  });
}

void CodeFinder::certify_chunk(std::span<const DecisionPlace> rows) {
  std::vector<Index> numbers;
  numbers.reserve(rows.size());
  for (const DecisionPlace& row : rows) numbers.push_back(row.row);
  const RowErrors errors = row_errors(case_, case_.grid, order_, factor_.hessian.scaling, numbers);
  const Residuals residuals = residuals_of(errors, numbers);
  const auto value_at = [&](Index r, Index step) { return residuals.value(r, step - steps_.begin); };
  const auto error_at = [&](Index r, Index step) { return residuals.error(r, step - steps_.begin); };
  const auto is_inside = [&](Index r, Index step) {
    return bounded_position(cells_, code_at({rows[r].row, step}), errors.scale(r, step - steps_.begin),
                            value_at(r, step), error_at(r, step))
               .side == Side::inside;
  };
  std::vector<Index> steps(rows.size());
  optimized::team_of(optimized::thread_count(0)).for_each(std::ssize(rows), [&](Index r) {
    steps[r] = rows[r].step;
    while (steps[r] < steps_.end && is_inside(r, steps[r])) ++steps[r];
  });
  for (Index r = 0; r < std::ssize(rows); ++r) {
    const DecisionPlace place{rows[r].row, steps[r]};
    if (!errors.usable[r]) {
      obstacle_ =
          "row " + std::to_string(place.row) + ": its numbers lie too far apart for arithmetic in double";
      return;
    }
    if (place.step == steps_.end)
      after_[place.row] = residuals.sums[r];
    else if (!decide_in_double(place, value_at(r, place.step), error_at(r, place.step)) &&
             !decide_uncoupled(place))
      open_[place.step].push_back(place.row);
  }
}

// Sets the code at a place, which is right, and plans what is next in its row. After the last code of the
// stretch that is what the row's sums come to.
void CodeFinder::set(const DecisionPlace& place, Code code) {
  const bool changed = std::exchange(code_at(place), code) != code;
  const DecisionPlace next{place.row, place.step + 1};
  (changed && next.step < steps_.end ? to_requantize_ : to_certify_).push_back(next);
}

Rational CodeFinder::target_of(const DecisionPlace& place, const Rational& residual) {
  const Index column = column_of(place);
  return residual + exact(case_.grid.scale_at(place.row, column)) *
                        Rational(code_at(place) - case_.grid.zero_at(place.row, column));
}

Code CodeFinder::nearest(const DecisionPlace& place, const Rational& target) const {
  const Index column = column_of(place);
  const Grid<Rational> grid{1,
                            {exact(case_.grid.scale_at(place.row, column))},
                            {case_.grid.zero_at(place.row, column)},
                            {0},
                            case_.grid.range};
  return reference::nearest(grid, 0, 0, target, case_.declared.rounding);
}

// Decides a decision whose code is the same for all residuals within the error.
bool CodeFinder::decide(const DecisionPlace& place, const Known& known) {
  const Rational target = target_of(place, known.residual);
  const Code code = nearest(place, target - known.error);
  if (!known.error.is_zero() && code != nearest(place, target + known.error)) return false;
  set(place, code);
  return true;
}

// Decides a decision from its residual as scaled.
bool CodeFinder::decide_in_double(const DecisionPlace& place, double value, double error) {
  if (!std::isfinite(value) || !std::isfinite(error)) return false;
  const Rational unit = exact(factor_.hessian.scaling[column_of(place)]);
  return decide(place, {exact(value) * unit, exact(error) * unit});
}

// Decides a decision whose row has no error before it: its target is the weight.
bool CodeFinder::decide_uncoupled(const DecisionPlace& place) {
  for (Index i = place.step; i-- > 0;)
    if (exact_error(case_, case_.grid, place.row, hypothesis_.order[i]) != 0) return false;
  return decide(place, {exact_error(case_, case_.grid, place.row, column_of(place)), 0});
}

void CodeFinder::settle_open() {
  const std::map<Index, std::vector<Index>> open = std::exchange(open_, {});
  std::vector<Index> steps;
  steps.reserve(open.size());
  for (const auto& [step, rows] : open) steps.push_back(step);
  for (std::size_t first = 0; first < steps.size() && !obstacle_; first += columns_together) {
    if (progress_) progress_("refining columns", static_cast<Index>(first), std::ssize(steps));
    const auto begin = steps.begin() + static_cast<Index>(first);
    const auto end = steps.begin() + static_cast<Index>(std::min(first + columns_together, steps.size()));
    for (const SchurColumn& column : schur_columns(factor_, product_, {begin, end}))
      settle_column(column, open.at(column.step));
  }
}

void CodeFinder::settle_column(const SchurColumn& column, const std::vector<Index>& rows) {
  std::vector<DecisionPlace> open;
  const ExactColumn pairs = in_rationals(column);
  for (const Index row : rows) {
    const DecisionPlace place{row, column.step};
    const BoundedPosition position = refined_position(
        factor_, hypothesis_, cells_, column, row_pairs(case_, case_.grid, factor_, row), code_at(place));
    if (position.side == Side::inside)
      set(place, code_at(place));
    else if (!decide_from(place, pairs))
      open.push_back(place);
  }
  if (open.empty()) return;
  const ExactColumn refined = exact_column(case_, hypothesis_, factor_, column, exact_goal, {});
  std::erase_if(open, [&](const DecisionPlace& place) { return decide_from(place, refined); });
  if (open.empty()) return;
  const ExactColumn solved = solved_column(case_, hypothesis_, factor_, refined, {});
  for (const DecisionPlace& place : open)
    if (!decide_from(place, solved)) decide_tie(place, solved);
}

bool CodeFinder::decide_from(const DecisionPlace& place, const ExactColumn& column) {
  const NearResidual near = residual_from(case_, hypothesis_, factor_, column, place.row);
  return std::isfinite(near.error) &&
         decide(place, {near.value, column.error == 0 ? Rational(0) : exact(near.error)});
}

// Decides a decision that exact products cannot tell from a tie.
void CodeFinder::decide_tie(const DecisionPlace& place, const ExactColumn& column) {
  const NearResidual near = residual_from(case_, hypothesis_, factor_, column, place.row);
  const double scale = case_.grid.scale_at(place.row, column_of(place));
  if (!(near.error <= tie_share * std::fabs(scale))) {
    obstacle_ = "row " + std::to_string(place.row) + ", column " + std::to_string(column_of(place)) +
                ": the hessian is so ill-conditioned that its code cannot be told";
    return;
  }
  ++assumed_ties_;
  const Rational steps = target_of(place, near.value) / exact(scale);
  set(place, nearest(place, (reference::floor(steps) + Rational(1, 2)) * exact(scale)));
}

void CodeFinder::requantize() {
  if (obstacle_ || to_requantize_.empty()) return;
  const std::vector<DecisionPlace> starts = std::exchange(to_requantize_, {});
  if (carried_ != nullptr) {
    put_group_codes_in_double(case_, factor_, starts, *carried_);
  } else {
    const reference::Codes codes = codes_in_double(case_, factor_, starts, steps_.end);
    for (Index r = 0; r < std::ssize(starts); ++r) case_.codes.edit().row(starts[r].row) = codes.row(r);
  }
  to_certify_.insert(to_certify_.end(), starts.begin(), starts.end());
}

}  // namespace quantcheck::check
