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

// The largest |t/s| + 1 of a row up to every step.
Matrix<double> reached(const Matrix<double>& quotient) {
  Matrix<double> reach = quotient.cwiseAbs().array() + 1;
  for (Index k = 1; k < reach.cols(); ++k) reach.col(k) = reach.col(k).cwiseMax(reach.col(k - 1));
  return reach;
}

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
  const Matrix<double> quotient = rows.code - rows.zero + (in_double.array() / rows.scale.array()).matrix();
  const Matrix<double> reach = reached(quotient);
  // Squares of movements. Those that are not finite count for none.
  const Matrix<double> moved =
      (proportion * (in_float.cast<double>() - in_double).array() / rows.scale.array() / reach.array())
          .square()
          .unaryExpr([](double x) { return std::isfinite(x) ? x : 0.0; });
  const Eigen::RowVectorXd of_step = (moved.colwise().sum() / static_cast<double>(count)).cwiseSqrt();
  FeedbackFit fit{Matrix<double>::Zero(count, steps),
                  Matrix<double>::Constant(count, steps, std::numeric_limits<double>::infinity())};
  for (Index row = 0; row < count; ++row) {
    double of_row = 0;
    for (Index k = 0; k < steps; ++k) {
      of_row += moved(row, k);
      const double t = quotient(row, k);
      if (!std::isfinite(in_float(row, k)) || !std::isfinite(t)) continue;
      const double movement =
          reach(row, k) * std::max(std::sqrt(of_row / static_cast<double>(k + 1)), of_step(k));
      const double floor = rounding_floor(c, arithmetic, t, rows.zero(row, k));
      const double allowed = movements_allowed * movement + floor + double_floor * reach(row, k);
      const double excess = excess_of(rows, row, k, in_double(row, k));
      fit.allowed(row, k) = allowed;
      fit.outside(row, k) = excess > allowed ? excess : 0;
    }
  }
  return fit;
}

}  // namespace quantcheck::check
