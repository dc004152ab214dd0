// The factorization A = L C L^T with L unit lower triangular and C diagonal.
#pragma once

#include <quantcheck/reference/hessian/definite.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The factors L and C.
template <class Number>
struct Ldl {
  Matrix<Number> lower;  // L, n x n, unit lower triangular
  Vector<Number> pivot;  // the diagonal of C, n
};

/// The factors of a symmetric n x n matrix, over a field or in floating point. Throws NotPositiveDefinite.
template <class Number>
Ldl<Number> ldl(Matrix<Number> schur) {
  const Index n = schur.rows();
  Ldl<Number> factor{Matrix<Number>::Constant(n, n, Number(0)), Vector<Number>(n)};
  for (Index j = 0; j < n; ++j) {
    const Number pivot = schur(j, j);
    if (!(pivot > Number(0))) throw NotPositiveDefinite(j, approximate(pivot), pivot == Number(0));
    factor.pivot(j) = pivot;
    factor.lower(j, j) = Number(1);
    for (Index i = j + 1; i < n; ++i) factor.lower(i, j) = schur(i, j) / pivot;
    for (Index i = j + 1; i < n; ++i)
      for (Index k = j + 1; k <= i; ++k) schur(i, k) = schur(i, k) - factor.lower(i, j) * schur(k, j);
  }
  return factor;
}

}  // namespace quantcheck::reference
