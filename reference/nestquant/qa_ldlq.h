// QA-LDLQ: LDLQ of weights that take the noise of quantized activations into account.
#pragma once

#include <quantcheck/reference/hessian/inverse.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The weights to quantize, and the Hessian to quantize them under, when the layer will see x + z instead of
/// x. Here E[x x^T] = H, and z is a noise of zero mean and covariance J that is uncorrelated with x. With
/// W~ = W H (H + J)^-1, for every U
///     E |W x - U (x + z)|^2 = tr((W~ - U)(H + J)(W~ - U)^T) + unavoidable.
/// arXiv 2502.09720, section on QA-LDLQ.
template <class Number>
struct NoiseAwareTarget {
  Matrix<Number> weight;   // W~, out x in
  Matrix<Number> hessian;  // H + J
  Number unavoidable;      // tr(W (H - H (H + J)^-1 H) W^T)
};

/// The target for the weights W (out x in), the Hessian H and the covariance J of the noise (in x in,
/// symmetric). Throws NotPositiveDefinite if H + J is not positive definite.
template <class Number>
NoiseAwareTarget<Number> noise_aware_target(const Matrix<Number>& weight, const Matrix<Number>& hessian,
                                            const Matrix<Number>& noise) {
  NoiseAwareTarget<Number> target{weight, hessian + noise, Number(0)};
  target.weight = weight * hessian * inverse(target.hessian);
  target.unavoidable = Number(((weight - target.weight) * hessian * weight.transpose()).trace());
  return target;
}

}  // namespace quantcheck::reference
