#include <quantcheck/proofs_check/diagnose/screen.h>

#include <algorithm>
#include <limits>

#include <quantcheck/optimized/residuals.h>
#include <quantcheck/proofs_check/certified/bounded_position.h>
#include <quantcheck/proofs_check/certified/row_errors.h>

namespace quantcheck::check {
namespace {

constexpr double nothing_fits = std::numeric_limits<double>::infinity();

optimized::Buffer<double> residuals_of(const optimized::DoubleFactor& factor, const RowErrors& errors,
                                       Index block) {
  const MatrixView<const double> view{errors.error.data(), errors.error.rows(), errors.error.cols(),
                                      errors.error.cols()};
  return block == 0 ? optimized::residuals(factor, view) : optimized::residuals_within(factor, view, block);
}

}  // namespace

const Screen::Factored* Screen::factored(const Hypothesis& hypothesis) {
  if (!last_ || last_->order != hypothesis.order || last_->damping != hypothesis.damping) {
    last_.reset();
    std::optional<ScaledHessian> hessian = scaled_hessian(case_, hypothesis);
    if (!hessian) return nullptr;
    optimized::DoubleFactor factor = factor_in_double(*hessian, hypothesis.order);
    last_ = {hypothesis.order, hypothesis.damping, std::move(*hessian), std::move(factor)};
  }
  return last_->factor.bad_step < 0 ? &*last_ : nullptr;
}

double Screen::largest_excess(const Hypothesis& hypothesis) {
  const bool plain = hypothesis.block == plain_rounding_block;
  if (!plain && hypothesis.block % 8 != 0) return nothing_fits;
  const Factored* known = plain ? nullptr : factored(hypothesis);
  if (!plain && known == nullptr) return nothing_fits;
  const Grid<double> grid = hypothetical_grid(case_, hypothesis);
  const std::vector<double> unscaled(static_cast<std::size_t>(case_.layer.in), 1.0);
  const RowErrors errors =
      row_errors(case_, grid, hypothesis.order, plain ? unscaled : known->hessian.scaling, rows_);
  const optimized::Buffer<double> computed =
      plain ? optimized::Buffer<double>() : residuals_of(known->factor, errors, hypothesis.block);
  const double* values = plain ? errors.error.data() : computed.data();
  double largest = 0;
  for (Index r = 0; r < std::ssize(rows_); ++r)
    for (Index k = 0; k < case_.layer.in; ++k) {
      const BoundedPosition position =
          bounded_position(grid.range, case_.codes(rows_[r], hypothesis.order[k]), errors.scale(r, k),
                           values[r * case_.layer.in + k], 0);
      if (position.asked) largest = std::max(largest, position.excess);
    }
  return largest;
}

}  // namespace quantcheck::check
