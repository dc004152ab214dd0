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

constexpr Index rows_of_task = 64;  // of a product with a part of U

// Fills in the bounds of steps begin .. end - 1 of one row, and returns the sums at the end. `block` is the
// number of steps that error is carried over; the errors begin with that of `begin`.
RowSums bound_row(const CertifiedFactor& factor, double growth, Index block, Index begin, Index end,
                  RowSums sums, const double* error, const double* value, double* bound) {
  for (Index j = begin; j < end; ++j) {
    if (j % block == 0) sums = {};
    const double e = error[j - begin];
    const double rounding = residual_rounding(factor, growth, e, std::sqrt(sums.errors), j);
    bound[j - begin] = bound_slack * (rounding + residual_of_factor(factor, sums, j));
    sums.errors += e * e;
    sums.add_residual(factor, j, std::fabs(value[j - begin]) + rounding);
  }
  return sums;
}

// The residuals, which were computed so, with their bounds.
Residuals bounded(const CertifiedFactor& factor, Index block, const RowErrors& errors,
                  const optimized::Buffer<double>& values) {
  const Index rows = errors.error.rows();
  const Index steps = errors.error.cols();
  const double growth = residual_growth(factor);
  Residuals result{Matrix<double>(rows, steps), Matrix<double>(rows, steps),
                   std::vector<RowSums>(static_cast<std::size_t>(rows))};
  optimized::team_of(optimized::thread_count(0)).for_each(rows, [&](Index row) {
    std::copy_n(values.data() + row * steps, steps, &result.value(row, 0));
    result.sums[row] = bound_row(factor, growth, block, 0, steps, {}, &errors.error(row, 0),
                                 &result.value(row, 0), &result.error(row, 0));
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
  radius += factor.entry_error * weighted * weighted + rounding_growth(n + 6) * loss + lost_to_underflow(n);
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
  return positive_around(loss, radius + rounding_growth(n + 6) * loss + lost_to_underflow(n));
}

MatrixView<const double> view_of(const RowErrors& errors) {
  return {errors.error.data(), errors.error.rows(), errors.error.cols(), errors.error.cols()};
}

}  // namespace

Residuals bounded_residuals(const CertifiedFactor& factor, const Hypothesis& hypothesis,
                            const RowErrors& errors) {
  const MatrixView<const double> view = view_of(errors);
  if (hypothesis.block == 0)
    return bounded(factor, errors.error.cols(), errors, optimized::residuals(factor.factor, view));
  return bounded(factor, hypothesis.block, errors,
                 optimized::residuals_within(factor.factor, view, hypothesis.block));
}

Residuals bounded_residuals_of_group(const CertifiedFactor& factor, const CarriedErrors& carried,
                                     const Matrix<double>& upper, const Matrix<double>& errors,
                                     std::span<const Index> rows, std::span<const RowSums> before) {
  const Index count = std::ssize(rows);
  const Index size = carried.size();
  const Index roundings = std::max(optimized::roundings_of_residual(factor.factor.in), size) + 1;
  const double growth = rounding_growth(roundings + 2);
  Residuals result{Matrix<double>(count, size), Matrix<double>(count, size),
                   std::vector<RowSums>(static_cast<std::size_t>(count))};
  const Index tasks = (count + rows_of_task - 1) / rows_of_task;
  optimized::team_of(optimized::thread_count(0)).for_each(tasks, [&](Index task) {
    const Index begin = task * rows_of_task;
    const Index end = std::min(begin + rows_of_task, count);
    result.value.middleRows(begin, end - begin).noalias() = errors.middleRows(begin, end - begin) * upper;
    for (Index r = begin; r < end; ++r) {
      result.value.row(r) += carried.value.row(rows[r]);
      result.sums[r] = bound_row(factor, growth, factor.factor.in, carried.begin, carried.end, before[r],
                                 &errors(r, 0), &result.value(r, 0), &result.error(r, 0));
    }
  });
  return result;
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
