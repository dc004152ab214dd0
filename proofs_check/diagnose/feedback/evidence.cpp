#include <quantcheck/proofs_check/diagnose/feedback/evidence.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include <quantcheck/proofs_check/diagnose/feedback/fit.h>
#include <quantcheck/proofs_check/diagnose/feedback/leading.h>

namespace quantcheck::check {

using reference::Matrix;

namespace {

// So many decisions show a fault even where rounding would explain most of those that are wrong.
constexpr Index enough_of_any = 32;

// What rounding may explain of a decision that shows nothing, in scales or in twice its residual.
constexpr double shows_nothing = 0x1p-3;

}  // namespace

std::optional<CaseFactors> CaseFactors::of(std::optional<FeedbackFactors<double>> in_double,
                                           std::optional<FeedbackFactors<float>> in_float) {
  if (!in_double || !in_float) return std::nullopt;
  CaseFactors factors;
  factors.in_double_ = std::move(in_double);
  factors.in_float_ = std::move(in_float);
  return factors;
}

std::optional<CaseFactors> CaseFactors::whole(const Case& c) {
  const Hypothesis hypothesis = as_declared(c);
  const std::optional<Matrix<double>> hessian = leading_hessian(c, hypothesis, c.layer.in);
  if (!hessian) return std::nullopt;
  const double damping = reference::approximate(hypothesis.damping);
  return of(FeedbackFactors<double>::of(*hessian, damping),
            FeedbackFactors<float>::of(hessian->cast<float>(), damping));
}

std::optional<CaseFactors> CaseFactors::leading(const Case& c, Screen& screen, Index steps) {
  const std::optional<Matrix<double>> inverse = leading_inverse(screen, as_declared(c), steps);
  const std::optional<Matrix<double>> hessian = leading_hessian(c, as_declared(c), steps);
  if (!inverse || !hessian) return std::nullopt;
  return of(FeedbackFactors<double>::of_leading(*hessian, *inverse),
            FeedbackFactors<float>::of_leading(hessian->cast<float>(), inverse->cast<float>()));
}

std::optional<FeedbackMatrices> CaseFactors::feedback(const FeedbackFault& fault) const {
  std::optional<Matrix<double>> in_double = in_double_->feedback(fault);
  if (!in_double) return std::nullopt;
  std::optional<Matrix<float>> in_float = in_float_->feedback(fault);
  if (!in_float) return std::nullopt;
  return FeedbackMatrices{std::move(*in_double), std::move(*in_float)};
}

bool Evidence::suffices() const {
  return shown >= enough_wrong && (2 * shown >= unsound || shown >= enough_of_any);
}

Evidence& Evidence::operator+=(const Evidence& other) {
  unsound += other.unsound;
  shown += other.shown;
  return *this;
}

std::optional<Evidence> evidence_of(const Case& c, const SweptRows& rows, const FeedbackMatrices& matrices,
                                    FedBack fed_back, double tolerated,
                                    const std::function<bool(Index row, Index step)>& unsound) {
  const Matrix<double> errors = swept_errors<double>(rows, matrices.in_double, fed_back);
  const FeedbackFit fit = fit_of(c, rows, errors, swept_errors<float>(rows, matrices.in_float, fed_back));
  if ((fit.outside.array() > tolerated).any()) return std::nullopt;
  Evidence evidence;
  for (Index row = 0; row < errors.rows(); ++row)
    for (Index k = 0; k < errors.cols(); ++k) {
      if (!std::isfinite(fit.allowed(row, k)) || !unsound(row, k)) continue;
      const double distance = std::fabs(errors(row, k) / rows.scale(row, k));
      ++evidence.unsound;
      evidence.shown += fit.allowed(row, k) < shows_nothing * std::max(1.0, 2 * distance);
    }
  return evidence;
}

}  // namespace quantcheck::check
