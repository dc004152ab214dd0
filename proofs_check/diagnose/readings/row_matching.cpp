#include <quantcheck/proofs_check/diagnose/readings/row_matching.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <quantcheck/proofs_check/diagnose/readings/readings.h>
#include <quantcheck/proofs_check/diagnose/readings/row_permutations.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {
namespace {

constexpr Index most_rows = 1024;
constexpr double most_products = 1e9;    // which limit the steps that are looked at
constexpr double tolerance = 1.0 / 256;  // of a scale, for what rounding moves in the first steps

// The number of the first decisions of a row of codes that are outside with the scales of another row.
Index misfits(const Case& c, const reference::Matrix<double>& u, Index row, Index of_scales, Index enough) {
  const Index steps = u.rows();
  std::vector<double> error(static_cast<std::size_t>(steps));
  Index count = 0;
  for (Index k = 0; k < steps && count < enough; ++k) {
    const Index column = c.declared.order[k];
    const double scale = c.grid.scale_at(of_scales, column);
    const Code code = c.codes(row, column);
    error[k] =
        c.weight_at(row, column) - scale * static_cast<double>(code - c.grid.zero_at(of_scales, column));
    double v = error[k];
    for (Index i = 0; i < k; ++i) v += error[i] * u(i, k);
    const double r = v / scale;
    count += (r > 0.5 + tolerance && code != c.grid.range.max) ||
             (r < -0.5 - tolerance && code != c.grid.range.min);
  }
  return count;
}

// The row whose scales fit a row of codes best; -1 where several fit as well.
Index best_match(const Case& c, const reference::Matrix<double>& u, Index row) {
  Index best = -1;
  Index least = u.rows();
  bool alone = false;
  for (Index other = 0; other < c.layer.out; ++other) {
    const Index count = misfits(c, u, row, other, least + 1);
    alone = count < least || (alone && count > least);
    if (count < least) best = other;
    least = std::min(least, count);
  }
  return alone ? best : -1;
}

// Gives the rows that match nothing alone what is left, if there is just one way.
bool completed(std::vector<Index>& from) {
  std::vector<bool> taken(from.size());
  Index open = -1;
  for (Index row = 0; row < std::ssize(from); ++row) {
    if (from[row] < 0) {
      if (open >= 0) return false;
      open = row;
    } else if (taken[from[row]]) {
      return false;
    } else {
      taken[from[row]] = true;
    }
  }
  if (open >= 0) from[open] = std::find(taken.begin(), taken.end(), false) - taken.begin();
  return !std::is_sorted(from.begin(), from.end());
}

}  // namespace

std::optional<Dialect> scales_of_matched_rows(Search& search) {
  const Case& c = search.subject();
  if (c.layer.out < 2 || c.layer.out > most_rows) return std::nullopt;
  const auto affordable = static_cast<Index>(std::sqrt(2 * most_products) / static_cast<double>(c.layer.out));
  const auto u = search.screen().leading_factor(as_declared(c), std::min(affordable, c.layer.in));
  if (!u) return std::nullopt;
  std::vector<Index> from(static_cast<std::size_t>(c.layer.out));
  for (Index row = 0; row < c.layer.out; ++row) from[row] = best_match(c, *u, row);
  if (!completed(from)) return std::nullopt;
  Dialect dialect = scales_of_rows(c, "matched", permutation_words(from), from);
  if (!search.conforms(dialect)) return std::nullopt;
  return dialect;
}

}  // namespace quantcheck::check
