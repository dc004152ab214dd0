// The factorization H = U D U^T with U unit upper triangular and D diagonal. It is the LDL^T factorization
// read from the far end.
#pragma once

#include <quantcheck/reference/hessian/definite.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// The factors: U_ij = numerator(i, j) / denominator(j) for i < j, U_jj = 1, and D_j = pivot(j). Each column
/// has one denominator, so that the fraction-free algorithms can sum integers instead of fractions. `udu`
/// itself makes all denominators 1.
template <class Number>
struct Udu {
  Matrix<Number> numerator;    // n x n, of which only the strictly upper part is used
  Vector<Number> denominator;  // n, one for each column
  Vector<Number> pivot;        // n, the diagonal of D
};

/// The value as a double, for the message of NotPositiveDefinite. rational.h and prime_field.h overload it.
inline double approximate(float x) { return static_cast<double>(x); }
inline double approximate(double x) { return x; }

/// The factors of a symmetric n x n matrix, over a field such as the rationals or in floating point. The
/// variables are eliminated from the last to the first:
///     D_j = S_jj,    U_ij = S_ij / D_j,    S_ik <- S_ik - U_ij D_j U_kj,
/// where S is the Schur complement that is left. Throws NotPositiveDefinite at the first pivot that is not
/// positive.
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

/// The matrix U, n x n.
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
