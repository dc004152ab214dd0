#include <quantcheck/proofs_check/certified/plain_rounding.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/grid_cells.h>
#include <quantcheck/proofs_check/certified/residuals.h>
#include <quantcheck/proofs_check/certified/row_errors.h>
#include <quantcheck/proofs_check/exact/row_chunks.h>

namespace quantcheck::check {
namespace {

constexpr double most_steps = 0x1p53;  // every integer up to this is a double

// The code of plain rounding; `otherwise` where it is beyond every integer that is a double, and not clamped.
Code plain_code(const Grid<double>& grid, const GridCells& cells, Index row, Index column, double weight,
                Code otherwise) {
  const Code zero = grid.zero_at(row, column);
  const double quotient = (weight - grid.offset_at(row, column)) / grid.scale_at(row, column);
  if (cells.is_table()) return cells.nearest(quotient + static_cast<double>(zero));
  const double steps = std::nearbyint(quotient);
  const CodeRange& range = grid.range;
  if (range.max && steps >= static_cast<double>(*range.max - zero)) return *range.max;
  if (range.min && steps <= static_cast<double>(*range.min - zero)) return *range.min;
  if (!(std::fabs(steps) <= most_steps)) return otherwise;
  return static_cast<Code>(steps) + zero;
}

}  // namespace

PlainRounding plain_rounding(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                             const Progress& progress) {
  const Grid<double> grid = hypothetical_grid(c, hypothesis);
  const GridCells cells(grid);
  PlainRounding result;
  for_chunks(c.layer.out, c.layer.in, [&](const std::vector<Index>& rows) {
    if (progress) progress("comparing with plain rounding", rows.front(), c.layer.out);
    reference::Codes codes(std::ssize(rows), c.layer.in);
    std::vector<Index> same(rows.size());
    optimized::team_of(optimized::thread_count(0)).for_each(codes.rows(), [&](Index i) {
      const std::vector<double> weights = c.weights_of(rows[i]);
      const std::vector<Code> given = c.codes.row(rows[i]);
      for (Index j = 0; j < codes.cols(); ++j) {
        codes(i, j) = plain_code(grid, cells, rows[i], j, weights[j], given[j]);
        same[i] += cells.level(codes(i, j)) == cells.level(given[j]);
      }
    });
    result.same = std::accumulate(same.begin(), same.end(), result.same);
    const RowErrors errors = row_errors(c, codes, grid, hypothesis.order, factor.hessian.scaling, rows);
    const std::vector<Interval> of_rows = losses(factor, hypothesis, errors);
    for (std::size_t i = 0; i < of_rows.size(); ++i)
      result.loss = result.loss + (errors.usable[i] ? of_rows[i] : Interval{0, unbounded});
  });
  return result;
}

}  // namespace quantcheck::check
