// The preparation of a Hessian before it is factored: the Gram matrix, damping, and the processing order.
#pragma once

#include <quantcheck/reference/number/in_place.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The Gram matrix X^T X (in x in) of the activations X (samples x in).
template <class Number>
Matrix<Number> gram(const Matrix<Number>& activations) {
  const Index n = activations.cols();
  Matrix<Number> result = Matrix<Number>::Constant(n, n, Number(0));
  for (Index sample = 0; sample < activations.rows(); ++sample)
    for (Index i = 0; i < n; ++i)
      for (Index j = 0; j <= i; ++j)
        add_product(result(i, j), activations(sample, i), activations(sample, j));
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < i; ++j) result(j, i) = result(i, j);
  return result;
}

/// The damped Hessian H + lambda I.
template <class Number>
Matrix<Number> damped(Matrix<Number> hessian, const Number& lambda) {
  for (Index i = 0; i < hessian.rows(); ++i) hessian(i, i) = hessian(i, i) + lambda;
  return hessian;
}

/// The Hessian in processing order, P^T H P: entry (k, l) is H_{order[k], order[l]}.
template <class Number>
Matrix<Number> permuted(const Matrix<Number>& hessian, const Order& order) {
  const Index n = hessian.rows();
  Matrix<Number> result(n, n);
  for (Index k = 0; k < n; ++k)
    for (Index l = 0; l < n; ++l) result(k, l) = hessian(order[k], order[l]);
  return result;
}

}  // namespace quantcheck::reference
