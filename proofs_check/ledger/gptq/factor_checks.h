// Checks of factors by the properties that determine them.
#pragma once

#include <cmath>

#include <quantcheck/reference/hessian/block_udu.h>
#include <quantcheck/reference/hessian/ldl.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/lattice/gram_schmidt.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check::ledger {

/// Whether a b = I.
template <class Number>
bool are_inverse(const reference::Matrix<Number>& a, const reference::Matrix<Number>& b) {
  return a * b == reference::Matrix<Number>::Identity(a.rows(), a.rows());
}

/// Whether udu(matrix) is a factorization U D U^T = matrix with U unit upper triangular.
template <class Number>
bool is_udu(const reference::Matrix<Number>& matrix) {
  const reference::Udu<Number> factor = reference::udu(matrix);
  const reference::Matrix<Number> u = reference::unit_upper(factor);
  return u * factor.pivot.asDiagonal() * u.transpose() == matrix;
}

/// Whether ldl(matrix) is a factorization L C L^T = matrix with L unit lower triangular.
template <class Number>
bool is_ldl(const reference::Matrix<Number>& matrix) {
  const reference::Ldl<Number> factor = reference::ldl(matrix);
  const reference::Matrix<Number>& l = factor.lower;
  return l == reference::Matrix<Number>(l.template triangularView<Eigen::UnitLower>()) &&
         l * factor.pivot.asDiagonal() * l.transpose() == matrix;
}

/// Whether the directions are orthogonal, have the stated squared norms, and give the basis when multiplied
/// by the coefficients, which have to be unit upper triangular.
template <class Number>
bool is_gram_schmidt(const reference::GramSchmidt<Number>& gs, const reference::Matrix<Number>& basis) {
  using Matrix = reference::Matrix<Number>;
  const Matrix products = gs.directions.transpose() * gs.directions;
  return gs.coefficient == Matrix(gs.coefficient.template triangularView<Eigen::UnitUpper>()) &&
         products == Matrix(gs.squared_norm.asDiagonal()) && gs.directions * gs.coefficient == basis;
}

/// Whether the factor by blocks of columns gives U D U^T = hessian. U is block unit upper triangular by the
/// way it is stored.
template <class Number>
bool is_block_udu(const reference::BlockUdu<Number>& factor, const reference::ColumnBlocks& blocks,
                  const reference::Matrix<Number>& hessian) {
  using Matrix = reference::Matrix<Number>;
  Matrix rebuilt = Matrix::Constant(hessian.rows(), hessian.cols(), Number(0));
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const Index size = blocks[b].size();
    Matrix column = Matrix::Constant(hessian.rows(), size, Number(0));
    column.middleRows(blocks[b].begin, size) = Matrix::Identity(size, size);
    for (std::size_t a = 0; a < b; ++a)
      column.middleRows(blocks[a].begin, blocks[a].size()) = factor.upper[b][a];
    rebuilt += column * factor.pivot[b] * column.transpose();
  }
  return rebuilt == hessian;
}

/// log2 of n!.
inline double log2_factorial(Index n) { return std::lgamma(static_cast<double>(n) + 1) / std::log(2.0); }
/// log2 of 1! 2! ... n!.
inline double log2_superfactorial(Index n) {
  double bits = 0;
  for (Index m = 1; m <= n; ++m) bits += log2_factorial(m);
  return bits;
}

}  // namespace quantcheck::check::ledger
