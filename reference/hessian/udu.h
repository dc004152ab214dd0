// H = U D U^T with U unit upper triangular and D diagonal: the LDL^T factorization read from the far end.
#pragma once

#include <quantcheck/reference/hessian/definite.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// U_ij = numerator(i, j) / denominator(j) for i < j, U_jj = 1, and D_j = pivot(j). In exact arithmetic a
/// column over one denominator makes sums of integers out of sums of fractions; in a field the denominators
/// are 1.
template <class Number>
struct Udu {
  Matrix<Number> numerator;  // n x n, strictly upper part
  Vector<Number> denominator;
  Vector<Number> pivot;
};

inline double approximate(float x) { return static_cast<double>(x); }
inline double approximate(double x) { return x; }

/// Over a field (rationals) or in floating point, for a symmetric n x n matrix. Eliminates the last variable,
/// then the one before it, ...: D_j = S_jj, U_ij = S_ij / D_j, S_ik -= U_ij D_j U_kj, where S is the Schur
/// complement that is left. Throws NotPositiveDefinite at the first pivot that is not positive.
template <class Number>
Udu<Number> udu(Matrix<Number> schur) {
  const Index n = schur.rows();
  Udu<Number> factor{Matrix<Number>(n, n), Vector<Number>::Constant(n, Number(1)), Vector<Number>(n)};
  for (Index j = n - 1; j >= 0; --j) {
    const Number pivot = schur(j, j);
    if (!(pivot > Number(0))) throw NotPositiveDefinite(j, approximate(pivot), pivot == Number(0));
    factor.pivot(j) = pivot;
    for (Index i = 0; i < j; ++i) factor.numerator(i, j) = schur(i, j) / pivot;
    for (Index i = 0; i < j; ++i)
      for (Index k = i; k < j; ++k) schur(i, k) = schur(i, k) - factor.numerator(i, j) * schur(k, j);
  }
  return factor;
}

/// U itself, n x n.
template <class Number>
Matrix<Number> unit_upper(const Udu<Number>& factor) {
  const Index n = factor.pivot.size();
  Matrix<Number> u = Matrix<Number>::Constant(n, n, Number(0));
  for (Index j = 0; j < n; ++j) {
    u(j, j) = Number(1);
    for (Index i = 0; i < j; ++i) u(i, j) = factor.numerator(i, j) / factor.denominator(j);
  }
  return u;
}

}  // namespace quantcheck::reference
