#include <quantcheck/proofs_check/certified/precise_figures.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <quantcheck/proofs_check/certified/refined_position.h>
#include <quantcheck/proofs_check/certified/rounding.h>
#include <quantcheck/proofs_check/certified/schur_column.h>

namespace quantcheck::check {
namespace {

constexpr Index vectors_together = 4;  // that one pass over the Hessian multiplies

constexpr const char* loss_stage = "summing the loss to more digits";
constexpr const char* bound_stage = "refining the bound";

// hi + lo - radius .. hi + lo + radius, rounded outward.
Interval around_pair(Pair x, double radius) {
  return {next_below(x.hi - (radius - x.lo)), next_above(x.hi + (radius + x.lo))};
}

// The sum over rows of the squares of the larger gap beside each code of a column, scaled as the Hessian is.
// Gaps are rounded to double, and so are their products with scales.
Pair squared_gaps(const Case& c, const GridCells& cells, const CertifiedFactor& factor, Index column) {
  Pair sum;
  for (Index row = 0; row < c.layer.out; ++row) {
    const double scale = c.grid.scale_at(row, column) / factor.hessian.scaling[column];
    const double gap = scale * cells.widest(c.codes(row, column));
    sum = sum + exact_product(gap, gap);
  }
  return sum;
}

}  // namespace

Interval precise_loss(const HessianProduct& hessian, const CertifiedFactor& factor, Index rows,
                      const std::function<PairVector(Index row)>& errors_of, const Progress& progress) {
  const Index n = factor.factor.in;
  Pair sum;
  double radius = 0;
  for (Index first = 0; first < rows; first += vectors_together) {
    if (progress) progress(loss_stage, first, rows);
    std::vector<PairVector> errors;
    for (Index row = first; row < std::min(first + vectors_together, rows); ++row)
      errors.push_back(errors_of(row));
    const std::vector<PairVector> products = hessian(errors);
    for (std::size_t i = 0; i < errors.size(); ++i) {
      double weighted = 0;
      double terms = 0;
      for (Index k = 0; k < n; ++k) {
        const Pair e = errors[i][k];
        const Pair y = products[i][k];
        sum = sum + e * y;
        weighted += std::fabs(e.hi) * factor.diagonal_root(k);
        terms += std::fabs(e.hi * y.hi);
      }
      radius +=
          hessian.error() * weighted * weighted + (3 * static_cast<double>(n) + 16) * pair_roundoff * terms;
    }
  }
  const double rows_added = 4 * static_cast<double>(n * rows) * pair_roundoff * std::fabs(sum.hi);
  return around_pair(sum, bound_slack * (radius + rows_added));
}

Interval precise_loss(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                      const Progress& progress) {
  const Grid<double> grid = hypothetical_grid(c, hypothesis);
  const auto errors_of = [&](Index row) { return row_pairs(c, grid, factor, row).error; };
  return precise_loss(HessianProduct(c, hypothesis, factor), factor, c.layer.out, errors_of, progress);
}

Interval precise_bound(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                       const Progress& progress) {
  const HessianProduct hessian(c, hypothesis, factor);
  const GridCells cells(c.grid);
  // What the rounding of gaps of levels makes of the squares; gaps of integers are exact.
  const double of_gaps = cells.is_table() ? rounding_growth(4) : 0;
  Interval sum;
  for (Index first = 0; first < c.layer.in; first += vectors_together) {
    if (progress) progress(bound_stage, first, c.layer.in);
    std::vector<Index> steps;
    for (Index k = first; k < std::min(first + vectors_together, c.layer.in); ++k) steps.push_back(k);
    for (const SchurColumn& column : schur_columns(factor, hessian, steps)) {
      const Index at = factor.factor.order[column.step];
      const Pair squares = squared_gaps(c, cells, factor, at);
      const Pair term = scaled(column.entries[column.step] * squares, 0.25);
      const double root = std::sqrt(factor.hessian.diagonal[at]);
      const double off = column.error * root * squares.hi / 4 +
                         (4 * static_cast<double>(c.layer.out) + 16) * pair_roundoff * term.hi +
                         of_gaps * term.hi;
      sum = sum + around_pair(term, bound_slack * off);
    }
  }
  return sum;
}

}  // namespace quantcheck::check
