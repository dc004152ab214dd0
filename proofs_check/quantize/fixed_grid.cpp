#include <quantcheck/proofs_check/quantize/fixed_grid.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include <quantcheck/optimized/parallel/lowest.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/exact/row_chunks.h>
#include <quantcheck/proofs_check/quantize/least_squares_scale.h>
#include <quantcheck/proofs_check/quantize/prepared.h>
#include <quantcheck/reference/fit_grid.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::check {

using reference::exact;
using reference::GroupGrid;
using reference::Rational;

namespace {

GroupGrid fitted(std::span<const double> weights, const GridShape& shape, const QuantizeOptions& options) {
  const auto [low, high] = std::ranges::minmax(weights);
  const std::vector<Rational> ends{exact(low), exact(high)};
  const GroupGrid covering = reference::covering_grid(ends, shape);
  if (options.grid.fit == GridFit::extent) return covering;
  if (const auto found = least_squares_in_double(weights, covering, shape)) return *found;
  std::vector<Rational> all;
  for (const double weight : weights) all.push_back(exact(weight));
  return reference::least_squares_grid(all, shape, options.rounding);
}

// The weights of each group of a row.
std::vector<std::vector<double>> grouped(const Case& c, const Groups& groups, Index row) {
  std::vector<std::vector<double>> result(static_cast<std::size_t>(groups.count));
  for (Index j = 0; j < c.layer.in; ++j) result[groups.index[j]].push_back(c.weight_at(row, j));
  return result;
}

/// Fits the groups of a layer, some rows after others.
class FixedFit {
 public:
  FixedFit(const Case& c, const QuantizeOptions& options, Groups groups)
      : case_(c), options_(options), groups_(std::move(groups)), shape_(fitted_shape(options.grid)) {
    const auto cells = static_cast<std::size_t>(c.layer.out * groups_.count);
    grid_ = {groups_.count, std::vector<double>(cells), std::vector<Code>(cells), groups_.index,
             code_range(options.grid)};
  }

  void fit_rows(const std::vector<Index>& rows) {
    std::atomic<Index> refused = std::numeric_limits<Index>::max();
    optimized::team_of(optimized::thread_count(0)).for_each(std::ssize(rows), [&](Index r) {
      try {
        fit_row(rows[r]);
      } catch (const Error&) {
        optimized::lower(refused, rows[r]);
      }
    });
    if (refused < case_.layer.out) fit_row(refused);
  }

  Grid<double> grid() && { return std::move(grid_); }

 private:
  // Throws Error where a scale cannot be stored.
  void fit_row(Index row) {
    const std::vector<std::vector<double>> weights = grouped(case_, groups_, row);
    for (Index group = 0; group < groups_.count; ++group) try {
        const GroupGrid found = fitted(weights[group], shape_.shape, options_);
        grid_.scale[row * groups_.count + group] = static_cast<double>(found.scale);
        grid_.zero[row * groups_.count + group] = found.zero + shape_.shift;
      } catch (const Error& error) {
        throw Error("the scale of row " + std::to_string(row) + ", group " + std::to_string(group) + ": " +
                    error.what());
      }
  }

  const Case& case_;
  const QuantizeOptions& options_;
  const Groups groups_;
  const FittedShape shape_;
  Grid<double> grid_;
};

}  // namespace

Grid<double> fixed_grid(const Case& c, const QuantizeOptions& options, const Progress& progress) {
  FixedFit fit(c, options, groups_of(reference::natural_order(c.layer.in), options.grid.group_size));
  for_chunks(c.layer.out, c.layer.in, [&](const std::vector<Index>& rows) {
    if (progress) progress("fitting scales", rows.front(), c.layer.out);
    fit.fit_rows(rows);
  });
  return std::move(fit).grid();
}

}  // namespace quantcheck::check
