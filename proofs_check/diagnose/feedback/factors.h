// The matrices by which faulty programs feed errors back.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/diagnose/feedback/fault.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// What the matrices are made of, computed in T (double or float) as GPTQ is published: H^-1 by Cholesky, and
/// its Cholesky factor.
template <class T>
class FeedbackFactors {
 public:
  /// `hessian` (n x n) is damped and in processing order. `damping` is what was added to its diagonal.
  /// Nothing where it is not positive definite in T.
  static std::optional<FeedbackFactors> of(reference::Matrix<T> hessian, double damping);

  /// The same from the leading parts of H and H^-1, which give the leading parts of all matrices but those of
  /// an inverse that was damped again.
  static std::optional<FeedbackFactors> of_leading(reference::Matrix<T> hessian,
                                                   reference::Matrix<T> inverse);

  /// M above the diagonal, and 0 elsewhere. Nothing where it takes a factor that T cannot give.
  std::optional<reference::Matrix<T>> feedback(const FeedbackFault& fault) const;

 private:
  // A of M_kj = A_kj / A_kk.
  std::optional<reference::Matrix<T>> undivided(const FeedbackFault& fault) const;

  reference::Matrix<T> hessian_;
  reference::Matrix<T> inverse_;
  reference::Matrix<T> factor_;  // T
  double damping_ = 0;
  bool whole_ = false;
};

}  // namespace quantcheck::check
