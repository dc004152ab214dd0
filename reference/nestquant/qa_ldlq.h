// QA-LDLQ: weights that expect quantized activations.
#pragma once

#include <quantcheck/reference/hessian/inverse.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// What to quantize, and under which Hessian, when the layer will see x + z instead of x, with E[x x^T] = H
/// and a noise z of zero mean and covariance J that is uncorrelated with x. For every U
///     E |W x - U (x + z)|^2 = tr((W~ - U)(H + J)(W~ - U)^T) + unavoidable,
/// W~ = W H (H + J)^-1. arXiv 2502.09720, section on QA-LDLQ.
template <class Number>
struct NoiseAwareTarget {
  Matrix<Number> weight;   // W~, out x in
  Matrix<Number> hessian;  // H + J
  Number unavoidable;      // tr(W (H - H (H + J)^-1 H) W^T)
};

/// weight out x in, hessian and noise in x in and symmetric. Throws NotPositiveDefinite for H + J.
template <class Number>
NoiseAwareTarget<Number> noise_aware_target(const Matrix<Number>& weight, const Matrix<Number>& hessian,
                                            const Matrix<Number>& noise) {
  NoiseAwareTarget<Number> target{weight, hessian + noise, Number(0)};
  target.weight = weight * hessian * inverse(target.hessian);
  target.unavoidable = Number(((weight - target.weight) * hessian * weight.transpose()).trace());
  return target;
}

}  // namespace quantcheck::reference
