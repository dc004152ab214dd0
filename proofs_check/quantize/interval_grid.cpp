#include <quantcheck/proofs_check/quantize/interval_grid.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <quantcheck/proofs_check/certified/rounding.h>
#include <quantcheck/proofs_check/quantize/least_squares_scale.h>

namespace quantcheck::check {

using reference::exact;
using reference::GroupGrid;
using reference::Rational;

namespace {

// More than what underflow takes from the norm of what weights are off.
constexpr double underflow = 0x1p-480;

bool is_point(const Interval& x) { return x.low == x.high; }

// The intervals that the least and the greatest of the weights lie in.
struct Ends {
  Interval least;
  Interval greatest;
};

Ends ends_of(std::span<const Interval> weights) {
  return {{std::ranges::min(weights, {}, &Interval::low).low,
           std::ranges::min(weights, {}, &Interval::high).high},
          {std::ranges::max(weights, {}, &Interval::low).low,
           std::ranges::max(weights, {}, &Interval::high).high}};
}

GroupGrid covering(double low, double high, const GridShape& shape) {
  const std::vector<Rational> ends{exact(low), exact(high)};
  return reference::covering_grid(ends, shape);
}

std::optional<GroupGrid> least_squares(std::span<const Interval> weights, const GroupGrid& covering,
                                       const GridShape& shape, Rounding rounding) {
  std::vector<double> middles;
  double squares = 0;  // of what a weight is off from the middle
  for (const Interval& weight : weights) {
    middles.push_back(is_point(weight) ? weight.low : weight.middle());
    const double off = is_point(weight) ? 0 : next_above(weight.high - weight.low);
    squares += off * off;
  }
  const bool all_known = std::ranges::all_of(weights, is_point);
  const double off = all_known ? 0 : bound_slack * std::sqrt(squares) + underflow;
  if (const auto found = least_squares_in_double(middles, covering, shape, off)) return found;
  if (!all_known) return std::nullopt;
  std::vector<Rational> all;
  all.reserve(middles.size());
  for (const double weight : middles) all.push_back(exact(weight));
  return reference::least_squares_grid(all, shape, rounding);
}

}  // namespace

std::optional<GroupGrid> grid_of_intervals(std::span<const Interval> weights, const GridShape& shape,
                                           const QuantizeOptions& options) {
  const auto [least, greatest] = ends_of(weights);
  const GroupGrid widest = covering(least.low, greatest.high, shape);
  if (!is_point(least) || !is_point(greatest)) {
    // A group of zeros has a grid of its own.
    const bool may_be_zeros = least.high >= 0 && greatest.low <= 0;
    if (may_be_zeros || covering(least.high, greatest.low, shape) != widest) return std::nullopt;
  }
  if (options.grid.fit == GridFit::extent) return widest;
  return least_squares(weights, widest, shape, options.rounding);
}

std::vector<bool> may_be_ends(std::span<const Interval> weights) {
  const auto [least, greatest] = ends_of(weights);
  std::vector<bool> result;
  for (const Interval& weight : weights)
    result.push_back(weight.low <= least.high || weight.high >= greatest.low);
  return result;
}

}  // namespace quantcheck::check
