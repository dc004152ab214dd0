#include <quantcheck/proofs_check/certified/compensation.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/residuals.h>
#include <quantcheck/proofs_check/certified/rounding.h>

namespace quantcheck::check {

using reference::Matrix;

namespace {

constexpr double largest_inverse_error = 0.25;

// The group's part of the factor, and what is known of its inverse.
struct Group {
  Index begin;
  Index size;
  Matrix<double> upper;             // U_GG
  Matrix<double> inverse;           // N
  double inverse_error;             // h
  std::vector<double> column_norm;  // t_k

  Group(const CertifiedFactor& leading, Index first)
      : begin(first),
        size(leading.factor.in - first),
        upper(Matrix<double>::Identity(size, size)),
        inverse(Matrix<double>::Zero(size, size)) {
    for (Index j = 0; j < size; ++j)
      for (Index i = 0; i < j; ++i) upper(i, j) = leading.factor.entry(begin + i, begin + j);
    for (Index i = 0; i < size; ++i)
      for (Index j = i; j < size; ++j) {
        double sum = i == j ? 1 : 0;
        for (Index m = i; m < j; ++m) sum -= inverse(i, m) * upper(m, j);
        inverse(i, j) = sum;
      }
    const auto root = [&](Index k) { return leading.root[begin + k]; };
    double squares = 0;
    const Matrix<double> products = inverse.cwiseAbs() * upper.cwiseAbs();
    for (Index i = 0; i < size; ++i)
      for (Index j = i; j < size; ++j) {
        const double entry = products(i, j) * root(j) / root(i);
        squares += entry * entry;
      }
    inverse_error = bound_slack * rounding_growth(size + 2) * std::sqrt(squares);
    for (Index k = 0; k < size; ++k) {
      double of_column = 0;
      for (Index i = 0; i <= k; ++i) {
        const double entry = inverse(i, k) / root(i);
        of_column += entry * entry;
      }
      column_norm.push_back(bound_slack * std::sqrt(of_column) / (1 - inverse_error));
    }
  }

  bool is_known() const { return inverse_error < largest_inverse_error; }
};

// v: the solution of v U_GG = y.
void solve(const Group& group, const double* y, double* v) {
  for (Index k = 0; k < group.size; ++k) {
    v[k] = y[k];
    for (Index i = 0; i < k; ++i) v[k] -= v[i] * group.upper(i, k);
  }
}

// The bounds for one row from those of |r|.
void bound(const CertifiedFactor& leading, const Group& group, const double* residual, double* error) {
  const double f = leading.relative_error;
  const double of_norm = std::sqrt(static_cast<double>(group.size)) * group.inverse_error + f / (1 - f);
  double squares = 0;
  std::fill_n(error, group.size, 0.0);
  for (Index i = 0; i < group.size; ++i)
    for (Index k = i; k < group.size; ++k) error[k] += residual[i] * std::fabs(group.inverse(i, k));
  for (Index k = 0; k < group.size; ++k) {
    const double z = residual[k] * leading.root[group.begin + k] * (1 + f);
    squares += z * z;
    error[k] = bound_slack * ((1 + f) * error[k] + std::sqrt(squares) * group.column_norm[k] * of_norm);
  }
}

}  // namespace

Compensations compensations(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                            const CertifiedFactor& leading, Index begin, std::span<const Index> rows) {
  const Group group(leading, begin);
  const Order order(hypothesis.order.begin(), hypothesis.order.begin() + leading.factor.in);
  RowErrors errors = row_errors(c, hypothetical_grid(c, hypothesis), order, factor.hessian.scaling, rows);
  const Index count = std::ssize(rows);
  Compensations result{Matrix<double>(count, group.size),
                       Matrix<double>::Constant(count, group.size, std::numeric_limits<double>::infinity()),
                       std::ranges::all_of(errors.usable, [](unsigned char usable) { return usable != 0; })};
  errors.error.rightCols(group.size).setZero();
  const Residuals carried = bounded_residuals(leading, hypothesis, errors);
  optimized::Team& team = optimized::team_of(optimized::thread_count(0));
  team.for_each(count, [&](Index r) {
    solve(group, &carried.value(r, begin), &result.value(r, 0));
    for (Index k = 0; k < group.size; ++k) errors.error(r, begin + k) = -result.value(r, k);
  });
  if (!group.is_known()) return result;
  const Residuals rest = bounded_residuals(leading, hypothesis, errors);
  team.for_each(count, [&](Index r) {
    std::vector<double> residual;
    for (Index k = begin; k < leading.factor.in; ++k)
      residual.push_back(std::fabs(rest.value(r, k)) + rest.error(r, k));
    bound(leading, group, residual.data(), &result.error(r, 0));
  });
  return result;
}

}  // namespace quantcheck::check
