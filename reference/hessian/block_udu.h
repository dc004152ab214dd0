// H = U D U^T by blocks: U block unit upper triangular, D block diagonal.
#pragma once

#include <quantcheck/reference/hessian/inverse.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// Consecutive columns.
struct ColumnBlock {
  Index begin = 0;
  Index end = 0;

  Index size() const { return end - begin; }
};

/// Blocks of columns in processing order.
using ColumnBlocks = std::vector<ColumnBlock>;

/// Columns 0 .. n-1 in blocks of `size`, the last one shorter where that does not divide n.
inline ColumnBlocks first_to_last(Index n, Index size) {
  ColumnBlocks blocks;
  for (Index begin = 0; begin < n; begin += size)
    blocks.push_back({begin, begin + size < n ? begin + size : n});
  return blocks;
}

/// The same blocks, the last of them first.
inline ColumnBlocks last_to_first(Index n, Index size) {
  const ColumnBlocks blocks = first_to_last(n, size);
  return {blocks.rbegin(), blocks.rend()};
}

/// Blocks of H_ab are named by their places a, b in processing order.
template <class Number>
struct BlockUdu {
  std::vector<std::vector<Matrix<Number>>> upper;  // upper[b][a] = U_ab for a < b
  std::vector<Matrix<Number>> pivot;               // D_b, symmetric
};

template <class Number>
Matrix<Number> block_of(const Matrix<Number>& matrix, const ColumnBlock& rows, const ColumnBlock& columns) {
  return matrix.block(rows.begin, columns.begin, rows.size(), columns.size());
}

/// Of a symmetric n x n matrix over a field or in floating point, whose columns `blocks` names once each.
/// Eliminates the last block in processing order, then the one before it, ...: D_b = S_bb, U_ab = S_ab
/// D_b^-1, S_ac -= U_ab S_bc, where S is the Schur complement that is left. Throws NotPositiveDefinite.
template <class Number>
BlockUdu<Number> block_udu(Matrix<Number> schur, const ColumnBlocks& blocks) {
  const Index count = std::ssize(blocks);
  BlockUdu<Number> factor;
  factor.upper.resize(blocks.size());
  factor.pivot.resize(blocks.size());
  for (Index b = count - 1; b >= 0; --b) {
    factor.pivot[b] = block_of(schur, blocks[b], blocks[b]);
    const Matrix<Number> inverted = inverse(factor.pivot[b]);
    for (Index a = 0; a < b; ++a) factor.upper[b].push_back(block_of(schur, blocks[a], blocks[b]) * inverted);
    for (Index a = 0; a < b; ++a)
      for (Index c = 0; c < b; ++c)
        schur.block(blocks[a].begin, blocks[c].begin, blocks[a].size(), blocks[c].size()) -=
            factor.upper[b][a] * block_of(schur, blocks[b], blocks[c]);
  }
  return factor;
}

}  // namespace quantcheck::reference
