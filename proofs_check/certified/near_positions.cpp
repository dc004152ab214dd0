#include <quantcheck/proofs_check/certified/near_positions.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/bounded_position.h>
#include <quantcheck/proofs_check/certified/exact_column.h>
#include <quantcheck/proofs_check/certified/refined_position.h>
#include <quantcheck/proofs_check/certified/residuals.h>

namespace quantcheck::check {

using reference::Matrix;
using reference::Rational;

namespace {

// The error of a column that leaves no digit of a double in doubt, for residuals that matter.
constexpr double residual_goal = 0x1p-160;

// Whether the residual shows six digits of how far it is from half a gap, which is where a cell ends.
bool shows_excess(const NearResidual& residual, const Rational& gap) {
  const Rational excess = abs(residual.value) - gap / 2;
  return 1e6 * residual.error <= std::fabs(reference::approximate(excess));
}

// The residual, or the multiple of half a gap that it cannot be told from. There the target is as far from
// one code as from the next, and which of them is expected is a matter of the rounding that is declared.
Rational half_gaps_near(const NearResidual& residual, const Rational& gap) {
  const Rational half = gap / 2;
  const Rational nearest = half * reference::floor(residual.value / half + Rational(1, 2));
  const double distance = reference::approximate(abs(residual.value - nearest));
  return distance <= residual.error ? nearest : residual.value;
}

void set(Positions& positions, Index row, Index step, double r, double excess) {
  positions.r(row, step) = r;
  positions.excess(row, step) = excess;
  positions.excess_log2(row, step) = excess > 0 ? std::log2(excess) : 0.0;
}

}  // namespace

Positions near_positions(const CertifiedCase& certified, const CertifiedSides& sides,
                         std::span<const Index> rows) {
  const Case& c = certified.c;
  const Hypothesis& hypothesis = certified.hypothesis;
  const CertifiedFactor* factor = certified.factor;
  const Grid<double> grid = hypothetical_grid(c, hypothesis);
  const GridCells cells(grid);
  const Index in = c.layer.in;
  const Index count = std::ssize(rows);
  const std::vector<double> unscaled(static_cast<std::size_t>(in), 1.0);
  const RowErrors errors =
      row_errors(c, grid, hypothesis.order, factor == nullptr ? unscaled : factor->hessian.scaling, rows);
  const Residuals residuals =
      factor == nullptr ? plain_residuals(errors) : bounded_residuals(*factor, hypothesis, errors);
  Positions positions;
  positions.side.resize(count, in);
  positions.clipped.resize(count, in);
  for (auto* matrix : {&positions.r, &positions.excess, &positions.excess_log2}) matrix->resize(count, in);
  optimized::team_of(optimized::thread_count(0)).for_each(count, [&](Index i) {
    const Index row = rows[i];
    for (Index k = 0; k < in; ++k) {
      const BoundedPosition position =
          bounded_position(cells, c.codes(row, hypothesis.order[k]), errors.scale(i, k),
                           residuals.value(i, k), residuals.error(i, k));
      positions.side(i, k) = sides.is_tie({row, k}) ? Side::tie : Side::inside;
      positions.clipped(i, k) = position.clipped;
      set(positions, i, k, position.r, position.excess);
    }
    const auto [first, last] = std::equal_range(
        sides.outside.begin(), sides.outside.end(), OutsideDecision{{row, 0}},
        [](const OutsideDecision& d, const OutsideDecision& e) { return d.place.row < e.place.row; });
    for (auto d = first; d != last; ++d) {
      positions.side(i, d->place.step) = Side::outside;
      set(positions, i, d->place.step, d->r, d->excess);
    }
  });
  return positions;
}

Matrix<double> upper_in_double(const CertifiedCase& certified) {
  const Index n = certified.c.layer.in;
  Matrix<double> u = Matrix<double>::Zero(n, n);
  if (certified.factor == nullptr) return u;
  const optimized::DoubleFactor& factor = certified.factor->factor;
  const auto scaling = [&](Index k) { return certified.factor->hessian.scaling[factor.order[k]]; };
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < j; ++i)
      if (carries(certified.hypothesis, i, j)) u(i, j) = factor.entry(i, j) * (scaling(j) / scaling(i));
  return u;
}

Rational refined_residual(const CertifiedCase& certified, Index row, Index step) {
  const auto& [c, hypothesis, factor] = certified;
  if (factor == nullptr) return exact_error(c, hypothetical_grid(c, hypothesis), row, hypothesis.order[step]);
  const HessianProduct product(c, hypothesis, *factor);
  const SchurColumn column = schur_columns(*factor, product, {step}).front();
  const Grid<double> grid = hypothetical_grid(c, hypothesis);
  const GridCells cells(grid);
  const Index at = hypothesis.order[step];
  const Rational scale = reference::exact(grid.scale_at(row, at));
  // The gap on the side of a residual, in the units of the weights; the scale where there is a single value.
  const auto gap_beside = [&, code = c.codes(row, at)](const NearResidual& residual) {
    if (cells.is_single()) return Rational(abs(scale));
    return Rational(abs(scale) * exact_gap(cells, code, (residual.value > 0) == (scale > 0)));
  };
  NearResidual near = residual_from(c, hypothesis, *factor, in_rationals(column), row);
  if (c.layer.in <= max_exact_inputs || !shows_excess(near, gap_beside(near))) {
    const ExactColumn exact = exact_column(c, hypothesis, *factor, column, residual_goal, {});
    near = residual_from(c, hypothesis, *factor, exact, row);
  }
  return half_gaps_near(near, gap_beside(near));
}

}  // namespace quantcheck::check
