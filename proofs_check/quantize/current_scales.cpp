#include <quantcheck/proofs_check/quantize/current_scales.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/compensation.h>
#include <quantcheck/proofs_check/certified/compensation_column.h>
#include <quantcheck/proofs_check/certified/exact_column.h>
#include <quantcheck/proofs_check/exact/row_chunks.h>
#include <quantcheck/proofs_check/quantize/interval_grid.h>
#include <quantcheck/proofs_check/quantize/prepared.h>
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
  GroupWeights(const Case& c, const RefinableFactor& factor, const Steps& group,
               const QuantizeOptions& options)
      : case_(c),
        factor_(factor),
        hypothesis_(as_declared(c)),
        group_(group),
        options_(options),
        shape_(fitted_shape(options.grid).shape),
        found_(static_cast<std::size_t>(c.layer.out)) {}

  std::optional<std::vector<GroupGrid>> fit() {
    fit_in_double();
    if (!usable_) return std::nullopt;
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
    for_chunks(case_.layer.out, group_.end, [&](const std::vector<Index>& rows) {
      std::vector<std::vector<Interval>> weights = in_double(rows);
      optimized::team_of(optimized::thread_count(0)).for_each(std::ssize(rows), [&](Index r) {
        try {
          found_[rows[r]] = fitted(rows[r], weights[r]);
        } catch (const Error&) {
          // It is left open, and refused once it is refined.
        }
      });
      for (std::size_t r = 0; r < rows.size(); ++r)
        if (!found_[rows[r]]) open_[rows[r]] = std::move(weights[r]);
    });
  }

  std::vector<std::vector<Interval>> in_double(const std::vector<Index>& rows) {
    std::vector<RowSums> before;
    before.reserve(rows.size());
    for (const Index row : rows) before.push_back(factor_.before[row]);
    const Compensations added =
        compensations(case_, hypothesis_, factor_.factor, group_.begin, group_.end, rows, before);
    usable_ = usable_ && added.usable;
    std::vector<std::vector<Interval>> result(rows.size());
    for (Index r = 0; r < std::ssize(rows); ++r)
      for (Index k = group_.begin; k < group_.end; ++k)
        result[r].push_back(
            compensated(rows[r], k, added.value(r, k - group_.begin), added.error(r, k - group_.begin)));
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
    std::map<Index, std::vector<Index>> rows;  // by step
    for (const auto& [row, weights] : open_) {
      const std::vector<bool> chosen = choose(weights);
      for (Index k = group_.begin; k < group_.end; ++k)
        if (chosen[k - group_.begin]) rows[k].push_back(row);
    }
    std::vector<Index> steps;
    steps.reserve(rows.size());
    for (const auto& [step, of_step] : rows) steps.push_back(step);
    for (std::size_t first = 0; first < steps.size(); first += columns_of_scales) {
      const auto begin = steps.begin() + static_cast<Index>(first);
      const auto end = steps.begin() + static_cast<Index>(std::min(first + columns_of_scales, steps.size()));
      for (const SchurColumn& column :
           compensating_columns(factor_.factor, factor_.product, group_.begin, {begin, end}))
        refine_column(column, rows.at(column.step), exactly);
    }
    std::erase_if(open_, [&](const auto& open) {
      found_[open.first] = fitted(open.first, open.second);
      return found_[open.first].has_value();
    });
  }

  void refine_column(const SchurColumn& column, const std::vector<Index>& rows, bool exactly) {
    const Index k = column.step;
    const Rational scaling = exact(unit(k));
    if (exactly) {
      const ExactColumn start = exact_column(case_, hypothesis_, factor_.factor, column, goal_of_scales, {});
      const ExactColumn refined =
          start.error == 0 ? start : solved_column(case_, hypothesis_, factor_.factor, start, {});
      for (const Index row : rows) {
        const NearResidual near = compensation_from(case_, factor_.factor, refined, row);
        if (std::isfinite(near.error))
          open_[row][k - group_.begin] =
              nearest_doubles(row, k, near.value, refined.error == 0 ? Rational(0) : exact(near.error));
      }
      return;
    }
    for (const Index row : rows) {
      const BoundedPair near =
          compensation_from(factor_.factor, column, row_pairs(case_, case_.grid, factor_.factor, row));
      if (std::isfinite(near.error))
        open_[row][k - group_.begin] = nearest_doubles(
            row, k, (exact(near.value.hi) + exact(near.value.lo)) * scaling, exact(near.error) * scaling);
    }
  }

  const Case& case_;
  const RefinableFactor& factor_;
  const Hypothesis hypothesis_;
  const Steps group_;
  const QuantizeOptions& options_;
  const GridShape shape_;
  bool usable_ = true;                           // whether all rows are (RowErrors)
  std::vector<std::optional<GroupGrid>> found_;  // by row
  std::map<Index, std::vector<Interval>> open_;  // the weights of rows whose grid is not found
};

}  // namespace

std::optional<std::vector<GroupGrid>> current_scales(const Case& c, const RefinableFactor& factor,
                                                     const Steps& group, const QuantizeOptions& options) {
  return GroupWeights(c, factor, group, options).fit();
}

}  // namespace quantcheck::check
