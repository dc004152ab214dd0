#include <quantcheck/proofs_check/certified/near_positions.h>

#include <cmath>

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

void set(Positions& positions, Index row, Index step, double r, double excess, double steps) {
  positions.r(row, step) = r;
  positions.excess(row, step) = excess;
  positions.excess_log2(row, step) = excess > 0 ? std::log2(excess) : 0.0;
  positions.quotient(row, step) = r + steps;
}

}  // namespace

Positions near_positions(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                         const CertifiedSides& sides) {
  const Grid<double> grid = hypothetical_grid(c, hypothesis);
  const RowErrors errors =
      row_errors(c, grid, hypothesis.order, factor.hessian.scaling, 0, c.layer.out);
  const Residuals residuals = bounded_residuals(factor, hypothesis, errors);
  Positions positions;
  positions.side = sides.side;
  positions.clipped.resize(c.layer.out, c.layer.in);
  for (auto* matrix : {&positions.r, &positions.excess, &positions.excess_log2, &positions.quotient})
    matrix->resize(c.layer.out, c.layer.in);
  const auto steps_at = [&](Index row, Index step) {
    const Index column = hypothesis.order[step];
    return static_cast<double>(c.codes(row, column) - grid.zero_at(row, column));
  };
  for (Index row = 0; row < c.layer.out; ++row)
    for (Index k = 0; k < c.layer.in; ++k) {
      const BoundedPosition position =
          bounded_position(grid.range, c.codes(row, hypothesis.order[k]), errors.scale(row, k),
                           residuals.value(row, k), residuals.error(row, k));
      positions.clipped(row, k) = position.clipped();
      set(positions, row, k, position.r, position.excess, steps_at(row, k));
    }
  for (const OutsideDecision& d : sides.outside)
    set(positions, d.row, d.step, d.r, d.excess, steps_at(d.row, d.step));
  return positions;
}

Matrix<double> upper_in_double(const CertifiedFactor& factor, const Hypothesis& hypothesis) {
  const Index n = factor.factor.in;
  const auto scaling = [&](Index k) { return factor.hessian.scaling[factor.factor.order[k]]; };
  Matrix<double> u = Matrix<double>::Zero(n, n);
  for (Index j = 0; j < n; ++j)
    for (Index i = 0; i < j; ++i)
      if (carries(hypothesis, i, j)) u(i, j) = factor.factor.entry(i, j) * (scaling(j) / scaling(i));
  return u;
}

Rational refined_residual(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                          Index row, Index step) {
  const HessianProduct product(c, hypothesis, factor);
  const SchurColumn column = schur_columns(factor, product, {step}).front();
  const ExactColumn exact = c.layer.in <= max_exact_inputs
                                ? exact_column(c, hypothesis, factor, column, residual_goal, {})
                                : in_rationals(column);
  return residual_from(c, hypothesis, factor, exact, row).value;
}

}  // namespace quantcheck::check
