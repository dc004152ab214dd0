#include <quantcheck/proofs_check/diagnose/screen.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <quantcheck/optimized/residuals.h>
#include <quantcheck/proofs_check/certified/bounded_position.h>
#include <quantcheck/proofs_check/certified/row_errors.h>

namespace quantcheck::check {
namespace {

optimized::Buffer<double> residuals_of(const optimized::DoubleFactor& factor, const RowErrors& errors,
                                       Index block) {
  const MatrixView<const double> view{errors.error.data(), errors.error.rows(), errors.error.cols(),
                                      errors.error.cols()};
  return block == 0 ? optimized::residuals(factor, view) : optimized::residuals_within(factor, view, block);
}

double spread(const std::vector<Index>& counts) {
  double sum = 0;
  double squares = 0;
  for (const Index count : counts) {
    const auto c = static_cast<double>(count);
    sum += c;
    squares += c * c;
  }
  return squares > 0 ? sum * sum / squares : 0;
}

}  // namespace

const Screen::Factored* Screen::factored(const Hypothesis& hypothesis) {
  if (!hessian_.layer.has_hessian()) return nullptr;
  if (!last_ || last_->order != hypothesis.order || last_->damping != hypothesis.damping) {
    last_.reset();
    std::optional<ScaledHessian> hessian = scaled_hessian(hessian_, hypothesis);
    if (!hessian) return nullptr;
    optimized::DoubleFactor factor = factor_in_double(*hessian, hypothesis.order);
    last_ = {hypothesis.order, hypothesis.damping, std::move(*hessian), std::move(factor)};
  }
  return last_->factor.bad_step < 0 ? &*last_ : nullptr;
}

std::optional<Misfit> Screen::misfit(const Case& c, const Hypothesis& hypothesis) {
  const bool plain = hypothesis.block == plain_rounding_block;
  if (!plain && hypothesis.block % 8 != 0) return std::nullopt;
  const Factored* known = plain ? nullptr : factored(hypothesis);
  if (!plain && known == nullptr) return std::nullopt;
  const Grid<double> grid = hypothetical_grid(c, hypothesis);
  const GridCells cells(grid);
  const std::vector<double> unscaled(static_cast<std::size_t>(c.layer.in), 1.0);
  std::vector<Index> rows(static_cast<std::size_t>(c.layer.out));
  std::iota(rows.begin(), rows.end(), 0);
  const RowErrors errors =
      row_errors(c, grid, hypothesis.order, plain ? unscaled : known->hessian.scaling, rows);
  const optimized::Buffer<double> computed =
      plain ? optimized::Buffer<double>() : residuals_of(known->factor, errors, hypothesis.block);
  const double* values = plain ? errors.error.data() : computed.data();
  Misfit misfit;
  std::vector<Index> in_rows(static_cast<std::size_t>(c.layer.out));
  std::vector<Index> in_steps(static_cast<std::size_t>(c.layer.in));
  for (Index r = 0; r < c.layer.out; ++r)
    for (Index k = 0; k < c.layer.in; ++k) {
      const BoundedPosition position = bounded_position(cells, c.codes(r, hypothesis.order[k]),
                                                        errors.scale(r, k), values[r * c.layer.in + k], 0);
      ++misfit.decisions;
      if (!position.asked || !(position.excess > 0)) continue;
      misfit.largest = std::max(misfit.largest, position.excess);
      misfit.sum += position.excess;
      if (!(position.excess > Misfit::visible)) continue;
      ++misfit.outside;
      misfit.above += position.r > 0;
      ++in_rows[r];
      ++in_steps[k];
    }
  misfit.rows = spread(in_rows);
  misfit.steps = spread(in_steps);
  return misfit;
}

std::optional<reference::Matrix<double>> Screen::leading_factor(const Hypothesis& hypothesis, Index size) {
  const Factored* known = factored(hypothesis);
  if (known == nullptr) return std::nullopt;
  reference::Matrix<double> u = reference::Matrix<double>::Zero(size, size);
  const auto scaling = [&](Index step) { return known->hessian.scaling[hypothesis.order[step]]; };
  for (Index j = 0; j < size; ++j)
    for (Index i = 0; i < j; ++i) u(i, j) = known->factor.entry(i, j) * (scaling(j) / scaling(i));
  return u;
}

std::optional<std::vector<double>> Screen::leading_pivots(const Hypothesis& hypothesis, Index size) {
  const Factored* known = factored(hypothesis);
  if (known == nullptr) return std::nullopt;
  std::vector<double> pivots(known->factor.pivots.begin(), known->factor.pivots.begin() + size);
  for (Index j = 0; j < size; ++j) {
    const double scaling = known->hessian.scaling[hypothesis.order[j]];
    pivots[j] /= scaling * scaling;
  }
  return pivots;
}

}  // namespace quantcheck::check
