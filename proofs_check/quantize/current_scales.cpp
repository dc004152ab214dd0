#include <quantcheck/proofs_check/quantize/current_scales.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/compensation.h>
#include <quantcheck/proofs_check/certified/compensation_column.h>
#include <quantcheck/proofs_check/certified/exact_column.h>
#include <quantcheck/proofs_check/exact/row_chunks.h>
#include <quantcheck/proofs_check/quantize/interval_grid.h>
#include <quantcheck/proofs_check/quantize/prepared.h>
#include <quantcheck/proofs_check/quantize/steps.h>
#include <quantcheck/reference/number/nearest_float.h>

namespace quantcheck::check {

using reference::exact;
using reference::GroupGrid;
using reference::Rational;

namespace {

constexpr std::size_t columns_of_scales = 4;  // that one pass over the Hessian refines
constexpr double goal_of_scales = 0x1p-300;

/// The compensated weights of a group in some rows, each of which is an interval.
class GroupWeights {
 public:
  GroupWeights(const Case& c, const RefinableFactor& factor, const QuantizeOptions& options)
      : case_(c),
        factor_(factor),
        hypothesis_(as_declared(c)),
        group_{factor.carried.begin, factor.carried.end},
        options_(options),
        shape_(fitted_shape(options.grid).shape),
        found_(static_cast<std::size_t>(c.layer.out)) {}

  std::optional<std::vector<GroupGrid>> fit() {
    if (!factor_.carried.usable) return std::nullopt;
    fit_in_double();
    refine([](const std::vector<Interval>& weights) { return may_be_ends(weights); }, false);
    refine(not_known, false);
    refine(not_known, true);
    if (!open_.empty()) return std::nullopt;
    std::vector<GroupGrid> result;
    for (const std::optional<GroupGrid>& grid : found_) result.push_back(*grid);
    return result;
  }

 private:
  using Choice = std::vector<bool> (*)(const std::vector<Interval>&);

  // A row whose grid is not found.
  struct OpenRow {
    Index row;
    std::vector<Interval> weights;
    std::vector<bool> chosen;  // of the weights, to be refined
  };

  // Those that are no points.
  static std::vector<bool> not_known(const std::vector<Interval>& weights) {
    std::vector<bool> result;
    result.reserve(weights.size());
    for (const Interval& weight : weights) result.push_back(weight.low != weight.high);
    return result;
  }

  double weight(Index row, Index step) const { return case_.weight_at(row, hypothesis_.order[step]); }

  double unit(Index step) const { return factor_.factor.hessian.scaling[hypothesis_.order[step]]; }

  std::optional<GroupGrid> fitted(Index row, const std::vector<Interval>& weights) const try {
    for (const Interval& x : weights)
      if (!std::isfinite(x.low) || !std::isfinite(x.high)) return std::nullopt;
    return grid_of_intervals(weights, shape_, options_);
  } catch (const Error& error) {
    throw Error("the scale of row " + std::to_string(row) + ", step " + std::to_string(group_.begin) + ": " +
                error.what());
  }

  void fit_in_double() {
    const FactorGroup part(factor_.factor, group_.begin, group_.end);
    for_chunks(case_.layer.out, part.size(), [&](const std::vector<Index>& rows) {
      std::vector<std::vector<Interval>> weights = in_double(part, rows);
      optimized::team_of(optimized::thread_count(0)).for_each(std::ssize(rows), [&](Index r) {
        try {
          found_[rows[r]] = fitted(rows[r], weights[r]);
        } catch (const Error&) {
          // It is left open, and refused once it is refined.
        }
      });
      for (std::size_t r = 0; r < rows.size(); ++r)
        if (!found_[rows[r]]) open_.push_back({rows[r], std::move(weights[r]), {}});
    });
  }

  std::vector<std::vector<Interval>> in_double(const FactorGroup& part,
                                               const std::vector<Index>& rows) const {
    std::vector<RowSums> before;
    before.reserve(rows.size());
    for (const Index row : rows) before.push_back(factor_.before[row]);
    const Compensations added = compensations(factor_.factor, part, factor_.carried, rows, before);
    std::vector<std::vector<Interval>> result(rows.size());
    optimized::team_of(optimized::thread_count(0)).for_each(std::ssize(rows), [&](Index r) {
      result[r].reserve(static_cast<std::size_t>(part.size()));
      for (Index k = group_.begin; k < group_.end; ++k)
        result[r].push_back(
            compensated(rows[r], k, added.value(r, k - group_.begin), added.error(r, k - group_.begin)));
    });
    return result;
  }

  // The double nearest to w + c, where c is near `value` as scaled. The sum's ends are rounded outward.
  Interval compensated(Index row, Index step, double value, double error) const {
    const double w = weight(row, step);
    if (group_.begin == 0) return {w, w};
    const double added = value * unit(step);
    const double off = next_above(next_above(error * unit(step)));
    return {next_below(w + next_below(added - off)), next_above(w + next_above(added + off))};
  }

  Interval nearest_doubles(Index row, Index step, const Rational& added, const Rational& error) const {
    const Rational sum = exact(weight(row, step)) + added;
    return {reference::nearest_double(sum - error), reference::nearest_double(sum + error)};
  }

  // Refines the weights that are chosen in the rows that are open, by exact products or else by pairs, and
  // fits these rows again.
  void refine(const Choice& choose, bool exactly) {
    std::set<Index> asked;
    for (OpenRow& open : open_) {
      open.chosen = choose(open.weights);
      for (Index k = 0; k < std::ssize(open.chosen); ++k)
        if (open.chosen[k]) asked.insert(group_.begin + k);
    }
    const std::vector<Index> steps(asked.begin(), asked.end());
    for (std::size_t first = 0; first < steps.size(); first += columns_of_scales) {
      const auto begin = steps.begin() + static_cast<Index>(first);
      const auto end = steps.begin() + static_cast<Index>(std::min(first + columns_of_scales, steps.size()));
      const std::vector<SchurColumn> columns =
          compensating_columns(factor_.factor, factor_.product, group_.begin, {begin, end});
      if (!exactly) refine_by_pairs(columns);
      for (const SchurColumn& column : columns)
        if (exactly) refine_exactly(column);
    }
    std::erase_if(open_, [&](const OpenRow& open) {
      found_[open.row] = fitted(open.row, open.weights);
      return found_[open.row].has_value();
    });
  }

  void refine_by_pairs(const std::vector<SchurColumn>& columns) {
    optimized::team_of(optimized::thread_count(0)).for_each(std::ssize(open_), [&](Index r) {
      OpenRow& open = open_[r];
      const RowPairs pairs = row_pairs_before(case_, case_.grid, factor_.factor, open.row, group_.begin);
      for (const SchurColumn& column : columns) {
        const Index k = column.step;
        if (!open.chosen[k - group_.begin]) continue;
        const BoundedPair near = compensation_from(factor_.factor, column, pairs);
        if (!std::isfinite(near.error)) continue;
        const Rational scaling = exact(unit(k));
        open.weights[k - group_.begin] =
            nearest_doubles(open.row, k, (exact(near.value.hi) + exact(near.value.lo)) * scaling,
                            exact(near.error) * scaling);
      }
    });
  }

  void refine_exactly(const SchurColumn& column) {
    const Index k = column.step;
    const ExactColumn start = exact_column(case_, hypothesis_, factor_.factor, column, goal_of_scales, {});
    const ExactColumn refined =
        start.error == 0 ? start : solved_column(case_, hypothesis_, factor_.factor, start, {});
    for (OpenRow& open : open_) {
      if (!open.chosen[k - group_.begin]) continue;
      const NearResidual near = compensation_from(case_, factor_.factor, refined, open.row);
      if (std::isfinite(near.error))
        open.weights[k - group_.begin] =
            nearest_doubles(open.row, k, near.value, refined.error == 0 ? Rational(0) : exact(near.error));
    }
  }

  const Case& case_;
  const RefinableFactor& factor_;
  const Hypothesis hypothesis_;
  const Steps group_;
  const QuantizeOptions& options_;
  const GridShape shape_;
  std::vector<std::optional<GroupGrid>> found_;  // by row
  std::vector<OpenRow> open_;
};

}  // namespace

std::optional<std::vector<GroupGrid>> current_scales(const Case& c, const RefinableFactor& factor,
                                                     const QuantizeOptions& options) {
  return GroupWeights(c, factor, options).fit();
}

}  // namespace quantcheck::check
