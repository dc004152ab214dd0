#include <quantcheck/proofs_check/certified/residuals.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/residuals.h>
#include <quantcheck/proofs_check/certified/rounding.h>

namespace quantcheck::check {

using reference::Matrix;

namespace {

// Fills in the bounds of steps begin .. end - 1 of one row, and returns the sums at the end. `block` is the
// number of steps that error is carried over.
RowSums bound_row(const CertifiedFactor& factor, Index block, Index begin, Index end, RowSums sums,
                  const double* error, const double* value, double* bound) {
  const double growth = residual_growth(factor);
  for (Index j = begin; j < end; ++j) {
    if (j % block == 0) sums = {};
    const double rounding = residual_rounding(factor, growth, error[j], std::sqrt(sums.errors), j);
    bound[j - begin] = bound_slack * (rounding + residual_of_factor(factor, sums, j));
    sums.errors += error[j] * error[j];
    sums.add_residual(factor, j, std::fabs(value[j - begin]) + rounding);
  }
  return sums;
}

// The residuals from a step on, which were computed so, with their bounds.
Residuals bounded(const CertifiedFactor& factor, Index block, Index begin, const RowErrors& errors,
                  const optimized::Buffer<double>& values, std::span<const RowSums> before) {
  const Index rows = errors.error.rows();
  const Index end = errors.error.cols();
  const Index steps = end - begin;
  Residuals result{Matrix<double>(rows, steps), Matrix<double>(rows, steps),
                   std::vector<RowSums>(static_cast<std::size_t>(rows))};
  optimized::team_of(optimized::thread_count(0)).for_each(rows, [&](Index row) {
    std::copy_n(values.data() + row * steps, steps, &result.value(row, 0));
    result.sums[row] = bound_row(factor, block, begin, end, before.empty() ? RowSums{} : before[row],
                                 &errors.error(row, 0), &result.value(row, 0), &result.error(row, 0));
  });
  return result;
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

MatrixView<const double> view_of(const RowErrors& errors) {
  return {errors.error.data(), errors.error.rows(), errors.error.cols(), errors.error.cols()};
}

}  // namespace

Residuals bounded_residuals(const CertifiedFactor& factor, const Hypothesis& hypothesis,
                            const RowErrors& errors) {
  const MatrixView<const double> view = view_of(errors);
  if (hypothesis.block == 0)
    return bounded(factor, errors.error.cols(), 0, errors, optimized::residuals(factor.factor, view), {});
  return bounded(factor, hypothesis.block, 0, errors,
                 optimized::residuals_within(factor.factor, view, hypothesis.block), {});
}

Residuals bounded_residuals_from(const CertifiedFactor& factor, const RowErrors& errors, Index from,
                                 std::span<const RowSums> before) {
  return bounded(factor, factor.factor.in, from, errors,
                 optimized::residuals_from(factor.factor, view_of(errors), from), before);
}

Residuals plain_residuals(const RowErrors& errors) {
  return {errors.error, errors.error.cwiseAbs() * (bound_slack * double_roundoff), {}};
}

std::vector<Interval> losses(const CertifiedFactor& factor, const Hypothesis& hypothesis,
                             const RowErrors& errors, const Residuals& residuals) {
  std::vector<Interval> result(static_cast<std::size_t>(errors.error.rows()));
  optimized::team_of(optimized::thread_count(0)).for_each(errors.error.rows(), [&](Index row) {
    result[row] = hypothesis.block == 0
                      ? loss_of(factor, &errors.error(row, 0), &residuals.value(row, 0))
                      : loss_within_blocks(factor, &errors.error(row, 0), &residuals.value(row, 0),
                                           &residuals.error(row, 0));
  });
  return result;
}

std::vector<Interval> losses(const CertifiedFactor& factor, const Hypothesis& hypothesis,
                             const RowErrors& errors) {
  if (hypothesis.block != 0)
    return losses(factor, hypothesis, errors, bounded_residuals(factor, hypothesis, errors));
  const optimized::Buffer<double> values = optimized::residuals(factor.factor, view_of(errors));
  const Index in = errors.error.cols();
  std::vector<Interval> result(static_cast<std::size_t>(errors.error.rows()));
  optimized::team_of(optimized::thread_count(0)).for_each(errors.error.rows(), [&](Index row) {
    result[row] = loss_of(factor, &errors.error(row, 0), values.data() + row * in);
  });
  return result;
}

}  // namespace quantcheck::check
