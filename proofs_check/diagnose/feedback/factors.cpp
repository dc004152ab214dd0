#include <quantcheck/proofs_check/diagnose/feedback/factors.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include <Eigen/Cholesky>

namespace quantcheck::check {

using reference::Matrix;

namespace {

// R with A = R^T R, upper triangular; nothing where there is none.
template <class T>
std::optional<Matrix<T>> upper_factor(const Matrix<T>& a) {
  const Eigen::LLT<Matrix<T>> factored(a);
  if (factored.info() != Eigen::Success) return std::nullopt;
  Matrix<T> upper = factored.matrixU();
  if (!upper.allFinite() || !(upper.diagonal().minCoeff() > T(0))) return std::nullopt;
  return upper;
}

template <class T>
std::optional<Matrix<T>> inverse_of(const Matrix<T>& a) {
  const Eigen::LLT<Matrix<T>> factored(a);
  if (factored.info() != Eigen::Success) return std::nullopt;
  return Matrix<T>(factored.solve(Matrix<T>::Identity(a.rows(), a.cols())));
}

// R of the inverse of A + added I.
template <class T>
std::optional<Matrix<T>> factor_of_inverse(Matrix<T> a, T added) {
  a.diagonal().array() += added;
  const std::optional<Matrix<T>> inverse = inverse_of(a);
  return inverse ? upper_factor(*inverse) : std::nullopt;
}

// Block by block the factor of what H^-1 has in and after the block.
template <class T>
std::optional<Matrix<T>> factor_in_blocks(const Matrix<T>& inverse, Index block) {
  const Index n = inverse.rows();
  Matrix<T> result = Matrix<T>::Zero(n, n);
  for (Index begin = 0; begin < n; begin += block) {
    const Index size = std::min(block, n - begin);
    const Index after = begin + size;
    const std::optional<Matrix<T>> upper = upper_factor(Matrix<T>(inverse.block(begin, begin, size, size)));
    if (!upper) return std::nullopt;
    result.block(begin, begin, size, size) = *upper;
    result.block(begin, after, size, n - after) =
        upper->transpose().template triangularView<Eigen::Lower>().solve(
            inverse.block(begin, after, size, n - after));
  }
  return result;
}

// Inside a block T_{k+1,j} / T_kk, to which the first step adds its own; to later blocks T_kj / T_kk.
template <class T>
Matrix<T> of_previous_error(const Matrix<T>& factor, Index block) {
  const Index n = factor.rows();
  Matrix<T> result = Matrix<T>::Zero(n, n);
  for (Index k = 0; k < n; ++k)
    for (Index j = k + 1; j < n; ++j) {
      const bool inside = k / block == j / block;
      T entry = !inside || k % block == 0 ? factor(k, j) : T(0);
      if (inside && j > k + 1) entry += factor(k + 1, j);
      result(k, j) = entry / factor(k, k);
    }
  return result;
}

}  // namespace

template <class T>
std::optional<FeedbackFactors<T>> FeedbackFactors<T>::of(Matrix<T> hessian, double damping) {
  std::optional<Matrix<T>> inverse = inverse_of(hessian);
  if (!inverse) return std::nullopt;
  std::optional<FeedbackFactors> result = of_leading(std::move(hessian), std::move(*inverse));
  if (!result) return std::nullopt;
  result->damping_ = damping;
  result->whole_ = true;
  return result;
}

template <class T>
std::optional<FeedbackFactors<T>> FeedbackFactors<T>::of_leading(Matrix<T> hessian, Matrix<T> inverse) {
  std::optional<Matrix<T>> factor = upper_factor(inverse);
  if (!factor) return std::nullopt;
  FeedbackFactors result;
  result.hessian_ = std::move(hessian);
  result.inverse_ = std::move(inverse);
  result.factor_ = std::move(*factor);
  return result;
}

template <class T>
std::optional<Matrix<T>> FeedbackFactors<T>::undivided(const FeedbackFault& fault) const {
  const auto mean = [](const Matrix<T>& a) { return static_cast<double>(a.diagonal().mean()); };
  switch (fault.matrix) {
    case FeedbackMatrix::inverse:
      return inverse_;
    case FeedbackMatrix::hessian:
      return hessian_;
    case FeedbackMatrix::factor_of_hessian:
      return upper_factor(hessian_);
    case FeedbackMatrix::wrong_triangle: {
      // U is the transposed inverse of C; of the whole H^-1 it is a Cholesky factor from the far end.
      const std::optional<Matrix<T>> upper = upper_factor(whole_ ? Matrix<T>(inverse_.reverse()) : hessian_);
      if (!upper) return std::nullopt;
      if (whole_) return Matrix<T>(upper->transpose().reverse());
      return Matrix<T>(upper->template triangularView<Eigen::Upper>().solve(
          Matrix<T>::Identity(hessian_.rows(), hessian_.cols())));
    }
    case FeedbackMatrix::damped_again:
      if (!whole_ || damping_ == 0) return std::nullopt;
      return factor_of_inverse(inverse_, T(damping_));
    case FeedbackMatrix::damped_again_in_share:
      if (!whole_ || damping_ == 0) return std::nullopt;
      return factor_of_inverse(inverse_, T(damping_ / (mean(hessian_) - damping_) * mean(inverse_)));
    case FeedbackMatrix::inverse_in_every_block:
      return factor_in_blocks(inverse_, fault.block);
    default:
      return factor_;
  }
}

template <class T>
std::optional<Matrix<T>> FeedbackFactors<T>::feedback(const FeedbackFault& fault) const {
  Matrix<T> m;
  if (fault.matrix == FeedbackMatrix::previous_error) {
    m = of_previous_error(factor_, fault.block);
  } else if (fault.matrix == FeedbackMatrix::factor_not_inverted) {
    // U is the inverse of the unit upper triangular T_kj / T_kk.
    const Matrix<T> unit = factor_.diagonal().cwiseInverse().asDiagonal() * factor_;
    m = -unit.template triangularView<Eigen::UnitUpper>().solve(
        Matrix<T>::Identity(factor_.rows(), factor_.cols()));
  } else {
    std::optional<Matrix<T>> a = undivided(fault);
    if (!a) return std::nullopt;
    m = std::move(*a);
    for (Index k = 0; k < m.rows(); ++k) {
      const T pivot = m(k, k);
      switch (fault.matrix) {
        case FeedbackMatrix::not_divided:
          break;
        case FeedbackMatrix::divided_twice:
          m.row(k) /= pivot * pivot;
          break;
        case FeedbackMatrix::divided_by_root:
          m.row(k) /= std::sqrt(pivot);
          break;
        default:
          m.row(k) /= pivot;
      }
    }
  }
  m.template triangularView<Eigen::Lower>().setZero();
  if (fault.factor != 1) m *= T(fault.factor);
  if (fault.share)
    for (Index k = 0; k < m.rows(); ++k)
      for (Index j = k + 1; j < m.cols(); ++j) m(k, j) *= T(fault.share(k, j));
  return m;
}

template class FeedbackFactors<double>;
template class FeedbackFactors<float>;

}  // namespace quantcheck::check
