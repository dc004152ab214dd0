// LDLQ: the nearest plane by blocks of columns, with any quantizer of such a block in place of rounding.
#pragma once

#include <quantcheck/reference/hessian/block_udu.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The quantized values of a layer, and how far they are from their targets.
template <class Number>
struct LdlqResult {
  Matrix<Number> quantized;  // out x in
  Matrix<Number> residual;   // out x in: v_b = target - quantized value in the columns of block b
};

/// Quantizes the weights (out x in) block by block. At step b, with e_a = w_a - quantized_a for the blocks
/// before it,
///     t_b = w_b + sum_{a<b} e_a U_ab,    quantized_b = quantize(row, b, t_b),    v_b = t_b - quantized_b.
/// `factor` is the block factor of the Hessian for these `blocks`. `quantize` takes and returns the values of
/// the columns of block b. J. Chee, Y. Cai, V. Kuleshov, C. De Sa, arXiv 2307.13304 (LDLQ; one column a
/// block), A. Tseng et al., arXiv 2402.04396 (Block LDLQ).
template <class Number, class Quantize>
LdlqResult<Number> ldlq(const Matrix<Number>& weight, const BlockUdu<Number>& factor,
                        const ColumnBlocks& blocks, Quantize&& quantize) {
  LdlqResult<Number> result{weight, weight};
  for (Index row = 0; row < weight.rows(); ++row) {
    for (Index b = 0; b < std::ssize(blocks); ++b) {
      Vector<Number> target = weight.row(row).segment(blocks[b].begin, blocks[b].size());
      for (Index a = 0; a < b; ++a) {
        const Vector<Number> error =
            (weight.row(row) - result.quantized.row(row)).segment(blocks[a].begin, blocks[a].size());
        target += factor.upper[b][a].transpose() * error;
      }
      const Vector<Number> value = quantize(row, b, target);
      result.quantized.row(row).segment(blocks[b].begin, blocks[b].size()) = value;
      result.residual.row(row).segment(blocks[b].begin, blocks[b].size()) = target - value;
    }
  }
  return result;
}

/// The loss of one row from its residual: sum_b v_b D_b v_b^T = e H e^T.
template <class Number>
Number loss_from_residual(const Matrix<Number>& residual, const BlockUdu<Number>& factor,
                          const ColumnBlocks& blocks, Index row) {
  Number total = Number(0);
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const Vector<Number> v = residual.row(row).segment(blocks[b].begin, blocks[b].size());
    total = total + v.dot(factor.pivot[b] * v);
  }
  return total;
}

}  // namespace quantcheck::reference
