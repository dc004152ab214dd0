// The inverse of a matrix as general matrix inversion computes it, which is not symmetric.
#pragma once

#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// A^-1 (n x n) by Gaussian elimination with partial pivoting, for a nonsingular A. In floating point its
/// error is not symmetric. A Cholesky factor of one triangle of it turns that into an error in the decisions
/// that grows with the square of the condition number.
template <class Number>
reference::Matrix<Number> inverse_by_elimination(reference::Matrix<Number> a) {
  const Index n = a.rows();
  reference::Matrix<Number> inverse(n, n);
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) inverse(i, j) = Number(i == j ? 1 : 0);

  const auto magnitude = [](const Number& x) { return x > Number(0) ? x : Number(0) - x; };
  for (Index j = 0; j < n; ++j) {
    Index pivot = j;
    for (Index i = j + 1; i < n; ++i)
      if (magnitude(a(i, j)) > magnitude(a(pivot, j))) pivot = i;
    a.row(j).swap(a.row(pivot));
    inverse.row(j).swap(inverse.row(pivot));
    for (Index i = j + 1; i < n; ++i) {
      const Number multiplier = a(i, j) / a(j, j);
      for (Index k = j + 1; k < n; ++k) a(i, k) = a(i, k) - multiplier * a(j, k);
      for (Index k = 0; k < n; ++k) inverse(i, k) = inverse(i, k) - multiplier * inverse(j, k);
    }
  }
  for (Index j = n - 1; j >= 0; --j)
    for (Index k = 0; k < n; ++k) {
      for (Index i = j + 1; i < n; ++i) inverse(j, k) = inverse(j, k) - a(j, i) * inverse(i, k);
      inverse(j, k) = inverse(j, k) / a(j, j);
    }
  return inverse;
}

}  // namespace quantcheck::check
