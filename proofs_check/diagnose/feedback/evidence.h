// The evidence that decisions give of a faulty feedback.
#pragma once

#include <functional>
#include <optional>

#include <quantcheck/proofs_check/diagnose/feedback/factors.h>
#include <quantcheck/proofs_check/diagnose/feedback/sweep.h>
#include <quantcheck/proofs_check/diagnose/screen.h>

namespace quantcheck::check {

/// Fewer wrong decisions than this show too little.
inline constexpr Index enough_wrong = 8;

/// The matrix M of a fault, in double and in float.
struct FeedbackMatrices {
  reference::Matrix<double> in_double;
  reference::Matrix<float> in_float;
};

/// What the matrices of a case are made of, in double and in float.
class CaseFactors {
 public:
  /// Nothing where H is not positive definite in one of them.
  static std::optional<CaseFactors> whole(const Case& c);
  /// The same for the first steps, which takes no more than U of H = U D U^T. Float is rounded from double
  /// there, and shows less of what rounding moves.
  static std::optional<CaseFactors> leading(const Case& c, Screen& screen, Index steps);

  std::optional<FeedbackMatrices> feedback(const FeedbackFault& fault) const;

 private:
  static std::optional<CaseFactors> of(std::optional<FeedbackFactors<double>> in_double,
                                       std::optional<FeedbackFactors<float>> in_float);

  std::optional<FeedbackFactors<double>> in_double_;
  std::optional<FeedbackFactors<float>> in_float_;
};

/// Of decisions that are wrong or undecided as declared and fit under a fault: how many there are for which the
/// sweeps stayed in the range of float, and how many of them rounding would not explain anyway.
struct Evidence {
  Index unsound = 0;
  Index shown = 0;

  bool suffices() const;
  Evidence& operator+=(const Evidence& other);
};

/// The evidence of rows of a case, swept under a fault with these matrices. Nothing where a decision is outside
/// by more than rounding explains (fit.h) and by more than `tolerated`, in scales. `unsound` says which
/// decisions, by row and step, are wrong or undecided as declared.
std::optional<Evidence> evidence_of(const Case& c, const SweptRows& rows, const FeedbackMatrices& matrices,
                                    FedBack fed_back, double tolerated,
                                    const std::function<bool(Index row, Index step)>& unsound);

}  // namespace quantcheck::check
