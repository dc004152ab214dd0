#include <quantcheck/proofs_check/judge/lattice/eigenvalue_bound.h>

#include <algorithm>

#include <Eigen/Eigenvalues>

#include <quantcheck/reference/hessian/udu.h>

namespace quantcheck::check {

using reference::Matrix;
using reference::Rational;

namespace {

bool positive_definite(const Matrix<Rational>& matrix) try {
  reference::udu(matrix);
  return true;
} catch (const reference::NotPositiveDefinite&) {
  return false;
}

}  // namespace

double largest_eigenvalue(const Eigen::MatrixXd& matrix) {
  return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(matrix, Eigen::EigenvaluesOnly)
      .eigenvalues()
      .maxCoeff();
}

// The elimination is of A, the entries of D rounded to doubles, because exact entries may be very long
// numbers. Let d be the largest entry of the diagonal of D. No entry of D is larger, so each is off by at
// most 2^-51 d. So no eigenvalue of D - A is more than n 2^-51 d, a bound of the sums of its rows.
Rational eigenvalue_bound(const Matrix<Rational>& matrix) {
  const Index n = matrix.rows();
  Rational trace = matrix.trace();
  const Rational rounding = Rational(matrix.diagonal().maxCoeff()) * Rational(n, Code{1} << 51);
  Eigen::MatrixXd rounded(n, n);
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j)
      rounded(i, j) = reference::approximate(matrix(std::min(i, j), std::max(i, j)));
  if (!(reference::approximate(rounding) > 0x1p-900) || !rounded.allFinite()) return trace;

  const double guess = largest_eigenvalue(rounded);
  if (!(guess > 0 && guess < 0x1p1000)) return trace;
  for (const double margin : {0x1p-44, 0x1p-30}) {
    Rational bound = reference::exact(guess * (1 + margin));
    Matrix<Rational> gap(n, n);
    for (Index i = 0; i < n; ++i) {
      for (Index j = 0; j < n; ++j) gap(i, j) = -reference::exact(rounded(i, j));
      gap(i, i) += bound - rounding;
    }
    if (bound < trace && positive_definite(gap)) return bound;
  }
  return trace;
}

}  // namespace quantcheck::check
