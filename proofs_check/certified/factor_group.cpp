#include <quantcheck/proofs_check/certified/factor_group.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/certified/rounding.h>

namespace quantcheck::check {

using reference::Matrix;

namespace {

constexpr double largest_inverse_error = 0.25;

}  // namespace

Matrix<double> group_upper(const CertifiedFactor& factor, Index begin, Index end) {
  Matrix<double> upper = Matrix<double>::Identity(end - begin, end - begin);
  for (Index j = begin; j < end; ++j)
    for (Index i = begin; i < j; ++i) upper(i - begin, j - begin) = factor.factor.entry(i, j);
  return upper;
}

FactorGroup::FactorGroup(const CertifiedFactor& factor, Index begin, Index end)
    : factor_(factor),
      begin_(begin),
      size_(end - begin),
      upper_(group_upper(factor, begin, end)),
      inverse_(Matrix<double>::Zero(size_, size_)) {
  for (Index i = 0; i < size_; ++i)
    for (Index j = i; j < size_; ++j) {
      double sum = i == j ? 1 : 0;
      for (Index m = i; m < j; ++m) sum -= inverse_(i, m) * upper_(m, j);
      inverse_(i, j) = sum;
    }
  const auto root = [&](Index k) { return factor.root[begin + k]; };
  double squares = 0;
  const Matrix<double> products = inverse_.cwiseAbs() * upper_.cwiseAbs();
  for (Index i = 0; i < size_; ++i)
    for (Index j = i; j < size_; ++j) {
      const double entry = products(i, j) * root(j) / root(i);
      squares += entry * entry;
    }
  inverse_error_ = bound_slack * rounding_growth(size_ + 2) * std::sqrt(squares);
  for (Index k = 0; k < size_; ++k) {
    double of_column = 0;
    for (Index i = 0; i <= k; ++i) {
      const double entry = inverse_(i, k) / root(i);
      of_column += entry * entry;
    }
    column_norm_.push_back(bound_slack * std::sqrt(of_column) / (1 - inverse_error_));
  }
}

bool FactorGroup::is_known() const { return inverse_error_ < largest_inverse_error; }

void FactorGroup::solve(const double* v, double* c) const {
  std::copy_n(v, size_, c);
  for (Index i = 0; i < size_; ++i)
    for (Index k = i + 1; k < size_; ++k) c[k] -= c[i] * upper_(i, k);
}

void FactorGroup::bound(const double* r, double* error) const {
  const double f = factor_.relative_error;
  const double of_norm = std::sqrt(static_cast<double>(size_)) * inverse_error_ + f / (1 - f);
  double squares = 0;
  std::fill_n(error, size_, 0.0);
  for (Index i = 0; i < size_; ++i)
    for (Index k = i; k < size_; ++k) error[k] += r[i] * std::fabs(inverse_(i, k));
  for (Index k = 0; k < size_; ++k) {
    const double z = r[k] * factor_.root[begin_ + k] * (1 + f);
    squares += z * z;
    error[k] = bound_slack * ((1 + f) * error[k] + std::sqrt(squares) * column_norm_[k] * of_norm);
  }
}

}  // namespace quantcheck::check
