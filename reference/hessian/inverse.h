// The inverse of a positive definite matrix, and of its triangular factor.
#pragma once

#include <quantcheck/reference/hessian/ldl.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The inverse X of a unit lower triangular matrix L (n x n), by forward substitution:
///     X_ij = -sum_{j <= k < i} L_ik X_kj.
template <class Number>
Matrix<Number> inverse_of_unit_lower(const Matrix<Number>& lower) {
  const Index n = lower.rows();
  Matrix<Number> x = Matrix<Number>::Constant(n, n, Number(0));
  for (Index i = 0; i < n; ++i) {
    x(i, i) = Number(1);
    for (Index k = 0; k < i; ++k)
      for (Index j = 0; j <= k; ++j) x(i, j) = x(i, j) - lower(i, k) * x(k, j);
  }
  return x;
}

/// The inverse H^-1 = L^-T C^-1 L^-1 of a symmetric n x n matrix H = L C L^T, over a field or in floating
/// point. Throws NotPositiveDefinite.
template <class Number>
Matrix<Number> inverse(const Matrix<Number>& hessian) {
  const Index n = hessian.rows();
  const Ldl<Number> factor = ldl(hessian);

  const Matrix<Number> x = inverse_of_unit_lower(factor.lower);

  Matrix<Number> result = Matrix<Number>::Constant(n, n, Number(0));
  for (Index k = 0; k < n; ++k)
    for (Index i = 0; i <= k; ++i) {
      const Number scaled = x(k, i) / factor.pivot(k);
      for (Index j = 0; j <= i; ++j) result(i, j) = result(i, j) + scaled * x(k, j);
    }
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < i; ++j) result(j, i) = result(i, j);
  return result;
}

}  // namespace quantcheck::reference
