// The inverse of a Hessian as general solvers compute it, which is less accurate than the product of
// triangular inverses.
#pragma once

#include <quantcheck/reference/hessian/ldl.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// H^-1 (n x n), column by column: H x = b for a unit vector b is solved by L y = b and then L^T x = C^-1 y,
/// where H = L C L^T, and the lower triangle of the result counts. In exact arithmetic this is
/// reference::inverse. In floating point it is what implementations have that call a solver, and where H is
/// ill-conditioned its error is the larger by far. Throws reference::NotPositiveDefinite.
template <class Number>
reference::Matrix<Number> inverse_by_solving(const reference::Matrix<Number>& hessian) {
  const Index n = hessian.rows();
  const reference::Ldl<Number> factor = reference::ldl(hessian);
  reference::Matrix<Number> result(n, n);
  reference::Vector<Number> x(n);
  for (Index column = 0; column < n; ++column) {
    for (Index i = 0; i < n; ++i) {
      x(i) = Number(i == column ? 1 : 0);
      for (Index k = 0; k < i; ++k) x(i) = x(i) - factor.lower(i, k) * x(k);
    }
    for (Index i = 0; i < n; ++i) x(i) = x(i) / factor.pivot(i);
    for (Index i = n - 1; i >= 0; --i)
      for (Index k = i + 1; k < n; ++k) x(i) = x(i) - factor.lower(k, i) * x(k);
    for (Index i = column; i < n; ++i) result(i, column) = result(column, i) = x(i);
  }
  return result;
}

}  // namespace quantcheck::check
