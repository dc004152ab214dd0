// Gram-Schmidt orthogonalization of a lattice basis, without square roots.
#pragma once

#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The decomposition of the columns b_j of a basis, in which the b*_j are orthogonal to each other:
///     b_j = b*_j + sum_{i<j} mu_ij b*_i.
template <class Number>
struct GramSchmidt {
  Matrix<Number> directions;    // rows x n: the columns are b*_j
  Matrix<Number> coefficient;   // n x n: mu, unit upper triangular
  Vector<Number> squared_norm;  // n: <b*_j, b*_j>
};

/// The inner product sum_i a_i b_i of two columns of equal length, summed from the first to the last.
template <class A, class B>
auto inner_product(const Eigen::MatrixBase<A>& a, const Eigen::MatrixBase<B>& b) {
  using Number = typename A::Scalar;
  Number sum = Number(0);
  for (Index i = 0; i < a.size(); ++i) sum = sum + a(i) * b(i);
  return sum;
}

/// The decomposition of the columns of `basis` (rows x n), from the first to the last, over any field:
///     mu_ij = <b*_i, b_j> / <b*_i, b*_i>.
/// Throws Error if some <b*_j, b*_j> is 0. Over the rationals that happens exactly if the columns are
/// linearly dependent, over a finite field also for some columns that are not.
template <class Number>
GramSchmidt<Number> gram_schmidt(const Matrix<Number>& basis) {
  const Index n = basis.cols();
  GramSchmidt<Number> result{basis, Matrix<Number>::Constant(n, n, Number(0)), Vector<Number>(n)};
  auto& [directions, coefficient, squared_norm] = result;
  for (Index j = 0; j < n; ++j) {
    for (Index i = 0; i < j; ++i) {
      coefficient(i, j) = inner_product(directions.col(i), basis.col(j)) / squared_norm(i);
      for (Index k = 0; k < basis.rows(); ++k)
        directions(k, j) = directions(k, j) - coefficient(i, j) * directions(k, i);
    }
    coefficient(j, j) = Number(1);
    squared_norm(j) = inner_product(directions.col(j), directions.col(j));
    if (squared_norm(j) == Number(0)) throw Error("the columns of a lattice basis are linearly dependent");
  }
  return result;
}

}  // namespace quantcheck::reference
