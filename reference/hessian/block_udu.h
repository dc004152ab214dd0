// The factorization H = U D U^T by blocks of columns: U is block unit upper triangular, D block diagonal.
#pragma once

#include <quantcheck/reference/hessian/inverse.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The columns begin .. end - 1.
struct ColumnBlock {
  Index begin = 0;
  Index end = 0;

  Index size() const { return end - begin; }
};

/// Blocks of columns in processing order.
using ColumnBlocks = std::vector<ColumnBlock>;

/// The columns 0 .. n-1 in blocks of `size` columns. The last block is shorter where `size` does not divide
/// n.
inline ColumnBlocks first_to_last(Index n, Index size) {
  ColumnBlocks blocks;
  for (Index begin = 0; begin < n; begin += size)
    blocks.push_back({begin, begin + size < n ? begin + size : n});
  return blocks;
}

/// The blocks of first_to_last in reverse order.
inline ColumnBlocks last_to_first(Index n, Index size) {
  const ColumnBlocks blocks = first_to_last(n, size);
  return {blocks.rbegin(), blocks.rend()};
}

/// The blocks of U and D. Their indices a and b are the places of the blocks of columns in processing order.
template <class Number>
struct BlockUdu {
  std::vector<std::vector<Matrix<Number>>> upper;  // upper[b][a] = U_ab for a < b
  std::vector<Matrix<Number>> pivot;               // D_b, symmetric
};

/// The part of a matrix that lies in the rows of one block and the columns of another.
template <class Number>
Matrix<Number> block_of(const Matrix<Number>& matrix, const ColumnBlock& rows, const ColumnBlock& columns) {
  return matrix.block(rows.begin, columns.begin, rows.size(), columns.size());
}

/// The product a b. The products of entries are added one after another, in ascending k, as the order decides
/// the roundings in floating point.
template <class Number>
Matrix<Number> product(const Matrix<Number>& a, const Matrix<Number>& b) {
  Matrix<Number> result = Matrix<Number>::Constant(a.rows(), b.cols(), Number(0));
  for (Index i = 0; i < a.rows(); ++i)
    for (Index j = 0; j < b.cols(); ++j)
      for (Index k = 0; k < a.cols(); ++k) result(i, j) = result(i, j) + a(i, k) * b(k, j);
  return result;
}

/// The difference c - a b. The products of entries are subtracted one after another, in ascending k.
template <class Number>
Matrix<Number> minus_product(Matrix<Number> c, const Matrix<Number>& a, const Matrix<Number>& b) {
  for (Index i = 0; i < c.rows(); ++i)
    for (Index j = 0; j < c.cols(); ++j)
      for (Index k = 0; k < a.cols(); ++k) c(i, j) = c(i, j) - a(i, k) * b(k, j);
  return c;
}

/// The block factor of a symmetric n x n matrix, over a field or in floating point. `blocks` contains each
/// column once. The blocks are eliminated from the last in processing order to the first:
///     D_b = S_bb,    U_ab = S_ab D_b^-1,    S_ac <- S_ac - U_ab S_bc,
/// where S is the Schur complement that is left, and `invert` gives D_b^-1. Throws what `invert` throws,
/// which is NotPositiveDefinite for `inverse`.
template <class Number, class Invert = Matrix<Number> (*)(const Matrix<Number>&)>
BlockUdu<Number> block_udu(Matrix<Number> schur, const ColumnBlocks& blocks,
                           Invert&& invert = inverse<Number>) {
  const Index count = std::ssize(blocks);
  BlockUdu<Number> factor;
  factor.upper.resize(blocks.size());
  factor.pivot.resize(blocks.size());
  for (Index b = count - 1; b >= 0; --b) {
    factor.pivot[b] = block_of(schur, blocks[b], blocks[b]);
    const Matrix<Number> inverted = invert(factor.pivot[b]);
    for (Index a = 0; a < b; ++a)
      factor.upper[b].push_back(product(block_of(schur, blocks[a], blocks[b]), inverted));
    for (Index a = 0; a < b; ++a)
      for (Index c = 0; c < b; ++c)
        schur.block(blocks[a].begin, blocks[c].begin, blocks[a].size(), blocks[c].size()) = minus_product(
            block_of(schur, blocks[a], blocks[c]), factor.upper[b][a], block_of(schur, blocks[b], blocks[c]));
  }
  return factor;
}

/// The matrix U, n x n, in processing order.
template <class Number>
Matrix<Number> unit_upper(const BlockUdu<Number>& factor) {
  Index n = 0;
  for (const Matrix<Number>& pivot : factor.pivot) n += pivot.rows();
  Matrix<Number> u = Matrix<Number>::Constant(n, n, Number(0));
  for (Index j = 0; j < n; ++j) u(j, j) = Number(1);
  Index column = 0;
  for (std::size_t b = 0; b < factor.pivot.size(); ++b) {
    Index row = 0;
    for (const Matrix<Number>& upper : factor.upper[b]) {
      u.block(row, column, upper.rows(), upper.cols()) = upper;
      row += upper.rows();
    }
    column += factor.pivot[b].cols();
  }
  return u;
}

}  // namespace quantcheck::reference
