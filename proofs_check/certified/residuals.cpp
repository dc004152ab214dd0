#include <quantcheck/proofs_check/certified/residuals.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/residuals.h>
#include <quantcheck/proofs_check/certified/residual_rounding.h>
#include <quantcheck/proofs_check/certified/rounding.h>

namespace quantcheck::check {

using reference::Matrix;

namespace {

// Fills in the bounds of one row. `block` is the number of steps that error is carried over.
void bound_row(const CertifiedFactor& factor, Index block, const double* error, const double* value,
               double* bound) {
  const Index n = factor.factor.in;
  const double growth = residual_growth(factor);
  const double f = factor.relative_error;
  double errors = 0;    // the sum of e_i^2 so far
  double weighted = 0;  // that of |y_i| a_i
  double squares = 0;   // that of y_i^2
  for (Index j = 0; j < n; ++j) {
    if (j % block == 0) errors = weighted = squares = 0;
    const double rounding = residual_rounding(factor, growth, error[j], std::sqrt(errors), j);
    const double of_factor =
        (factor.entry_error * factor.inverse_sum[j] * weighted + std::sqrt(squares) * f * f / 2) /
        (factor.root[j] * (1 - f));
    bound[j] = bound_slack * (rounding + of_factor);
    const double y = factor.root[j] * (std::fabs(value[j]) + rounding);
    errors += error[j] * error[j];
    weighted += y * factor.inverse_sum[j];
    squares += y * y;
  }
}

// What is lost to underflow in a sum of squares and in the sum of their errors.
double lost_to_underflow(Index n) {
  return 4 * static_cast<double>(n) * std::numeric_limits<double>::denorm_min();
}

Interval positive_around(double loss, double radius) {
  const Interval result = around(loss, bound_slack * radius);
  return {std::max(0.0, result.low), result.high};
}

Interval loss_of(const CertifiedFactor& factor, const double* error, const double* value) {
  const Index n = factor.factor.in;
  const double growth = residual_growth(factor);
  double loss = 0;
  double radius = 0;
  double errors = 0;
  double weighted = 0;  // the sum of |e_i| d_i
  for (Index j = 0; j < n; ++j) {
    const double rounding = residual_rounding(factor, growth, error[j], std::sqrt(errors), j);
    const double pivot = factor.factor.pivots[j];
    loss += pivot * value[j] * value[j];
    radius += pivot * rounding * (2 * std::fabs(value[j]) + rounding);
    errors += error[j] * error[j];
    weighted += std::fabs(error[j]) * factor.diagonal_root(j);
  }
  if (weighted == 0) return {};
  radius += factor.entry_error * weighted * weighted + rounding_growth(n + 4) * loss + lost_to_underflow(n);
  return positive_around(loss, radius);
}

// The same where error is carried inside blocks only. `bound` holds the errors of the residuals.
Interval loss_within_blocks(const CertifiedFactor& factor, const double* error, const double* value,
                            const double* bound) {
  const Index n = factor.factor.in;
  if (std::all_of(error, error + n, [](double e) { return e == 0; })) return {};
  double loss = 0;
  double radius = 0;
  for (Index j = 0; j < n; ++j) {
    const double pivot = factor.factor.pivots[j];
    const double most = std::fabs(value[j]) + bound[j];
    loss += pivot * value[j] * value[j];
    radius += pivot * (bound[j] * (most + std::fabs(value[j])) + pivot_error(factor, j) * most * most);
  }
  return positive_around(loss, radius + rounding_growth(n + 4) * loss + lost_to_underflow(n));
}

}  // namespace

Residuals bounded_residuals(const CertifiedFactor& factor, const Hypothesis& hypothesis,
                            const RowErrors& errors) {
  const Index in = errors.error.cols();
  Residuals result{Matrix<double>(errors.error.rows(), in), Matrix<double>(errors.error.rows(), in)};
  const MatrixView<const double> view{errors.error.data(), errors.error.rows(), in, in};
  const optimized::Buffer<double> values =
      hypothesis.block == 0 ? optimized::residuals(factor.factor, view)
                            : optimized::residuals_within(factor.factor, view, hypothesis.block);
  const Index block = hypothesis.block == 0 ? in : hypothesis.block;
  optimized::team_of(optimized::thread_count(0)).for_each(errors.error.rows(), [&](Index row) {
    std::copy_n(values.data() + row * in, in, &result.value(row, 0));
    bound_row(factor, block, &errors.error(row, 0), &result.value(row, 0), &result.error(row, 0));
  });
  return result;
}

Residuals plain_residuals(const RowErrors& errors) {
  return {errors.error, errors.error.cwiseAbs() * (bound_slack * double_roundoff)};
}

std::vector<Interval> losses(const CertifiedFactor& factor, const Hypothesis& hypothesis,
                             const RowErrors& errors, const Residuals& residuals) {
  std::vector<Interval> result(static_cast<std::size_t>(errors.error.rows()));
  for (Index row = 0; row < errors.error.rows(); ++row)
    result[row] = hypothesis.block == 0
                      ? loss_of(factor, &errors.error(row, 0), &residuals.value(row, 0))
                      : loss_within_blocks(factor, &errors.error(row, 0), &residuals.value(row, 0),
                                           &residuals.error(row, 0));
  return result;
}

}  // namespace quantcheck::check
