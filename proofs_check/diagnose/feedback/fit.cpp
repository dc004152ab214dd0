#include <quantcheck/proofs_check/diagnose/feedback/fit.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <quantcheck/proofs_check/replay/movement.h>
#include <quantcheck/proofs_check/replay/precision.h>

namespace quantcheck::check {

using reference::Matrix;

namespace {

constexpr double movements_allowed = 8;
constexpr double double_floor = 0x1p-40;  // what the sweep in double itself may be off by

}  // namespace

double excess_of(const SweptRows& rows, Index row, Index step, double error) {
  if (!rows.ends(row, step, error)) return 0;
  return std::max(std::fabs(error / rows.scale(row, step)) - 0.5, 0.0);
}

FeedbackFit fit_of(const Case& c, const SweptRows& rows, const Matrix<double>& in_double,
                   const Matrix<float>& in_float) {
  const Index count = in_double.rows();
  const Index steps = in_double.cols();
  const Arithmetic arithmetic = assumed_arithmetic(c);
  const double proportion = std::ldexp(1.0, 24 - precision_of(arithmetic).bits);
  const Matrix<double> moved =
      proportion * ((in_float.cast<double>() - in_double).array() / rows.scale.array()).matrix();
  const Eigen::VectorXd of_row = (moved.rowwise().squaredNorm() / static_cast<double>(steps)).cwiseSqrt();
  const Eigen::RowVectorXd of_step = (moved.colwise().squaredNorm() / static_cast<double>(count)).cwiseSqrt();
  FeedbackFit fit{Matrix<double>::Zero(count, steps), Matrix<double>(count, steps)};
  for (Index row = 0; row < count; ++row)
    for (Index k = 0; k < steps; ++k) {
      const double error = in_double(row, k);
      const auto zero = static_cast<Code>(rows.zero(row, k));
      const double quotient = rows.code(row, k) - rows.zero(row, k) + error / rows.scale(row, k);
      const double movement = std::max(of_row(row), of_step(k));
      const double allowed =
          movements_allowed * movement + rounding_floor(c, arithmetic, quotient, zero) + double_floor;
      fit.allowed(row, k) = allowed;
      if (!std::isfinite(allowed)) {
        fit.outside(row, k) = std::numeric_limits<double>::infinity();
        continue;
      }
      const double excess = excess_of(rows, row, k, error);
      fit.outside(row, k) = excess > allowed ? excess : 0;
    }
  return fit;
}

}  // namespace quantcheck::check
