#include <quantcheck/proofs_check/diagnose/feedback/leading.h>

#include <quantcheck/proofs_check/certified/scaled_hessian.h>

namespace quantcheck::check {

using reference::Matrix;

std::optional<Matrix<double>> leading_hessian(const Case& c, const Hypothesis& hypothesis, Index size) {
  const std::optional<ScaledHessian> hessian = scaled_hessian(c, hypothesis);
  if (!hessian) return std::nullopt;
  Matrix<double> leading(size, size);
  for (Index i = 0; i < size; ++i) {
    const Index column = hypothesis.order[i];
    for (Index j = 0; j < i; ++j)
      leading(i, j) = leading(j, i) = hessian->undamped(column, hypothesis.order[j]);
    const double scaling = hessian->scaling[column];
    leading(i, i) = hessian->diagonal[column] / (scaling * scaling);
  }
  return leading;
}

std::optional<Matrix<double>> leading_inverse(Screen& screen, const Hypothesis& hypothesis, Index size) {
  std::optional<Matrix<double>> u = screen.leading_factor(hypothesis, size);
  const std::optional<std::vector<double>> pivots = screen.leading_pivots(hypothesis, size);
  if (!u || !pivots) return std::nullopt;
  const Matrix<double> inverse =
      u->triangularView<Eigen::UnitUpper>().solve(Matrix<double>::Identity(size, size));
  const auto d = Eigen::Map<const Eigen::VectorXd>(pivots->data(), size);
  return Matrix<double>(inverse.transpose() * d.cwiseInverse().asDiagonal() * inverse);
}

}  // namespace quantcheck::check
