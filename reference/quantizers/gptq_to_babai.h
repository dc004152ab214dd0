// The links of the chain that leads from GPTQ to Babai's nearest plane in arXiv 2507.18553, Appendix C.
//
// The chain begins with GPTQ (Alg. 1, gptq.h, which is Alg. 5 in the appendix) and ends with the batched
// Babai (Alg. 8). In each link the target is the original weight, corrected by the errors q - w of the
// columns that are already quantized. The links differ in the triangular matrix and in the direction.
// Throughout there are n columns, and the weights (out x n) and the grid are in the columns' own order.
#pragma once

#include <quantcheck/reference/hessian/inverse.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/quantizers/decide.h>

namespace quantcheck::reference {

/// The codes of Alg. 6, GPTQ with the cumulative error: L eps = q - w, so that the weight which GPTQ rounds
/// at step j is
///     w_j - sum_{k<j} (L^-1)_jk (q_k - w_k).
/// `inverse_factor` and `decide` are those of gptq (gptq.h).
template <class Number, class Decide>
Codes gptq_cumulative(const Matrix<Number>& weight, const Ldl<Number>& inverse_factor,
                      const Grid<Number>& grid, const Order& order, Decide&& decide) {
  const Index n = weight.cols();
  const Matrix<Number> m = inverse_of_unit_lower(inverse_factor.lower);
  Codes codes(weight.rows(), n);
  Vector<Number> error(n);
  for (Index row = 0; row < weight.rows(); ++row)
    for (Index j = 0; j < n; ++j) {
      const Index column = order[j];
      Number target = weight(row, column);
      for (Index k = 0; k < j; ++k) target = target - m(j, k) * error(k);
      codes(row, column) = decide(row, column, target);
      error(j) = value(grid, row, column, codes(row, column)) - weight(row, column);
    }
  return codes;
}

/// The codes of the two links that go from the last column to the first. With a unit upper triangular M
/// (n x n), the target at step j is
///     w_j - sum_{k>j} M_jk (q_k - w_k).
/// Alg. 7 has M = U'^-1 with H^-1 = U' D' U'^T. Alg. 8 has M = U with H = U^T D U, which is Babai's nearest
/// plane. H is that of the columns in the order `reversed`, which is the processing order read backwards:
/// reversed[n-1] is processed first.
template <class Number, class Decide>
Codes gptq_backwards(const Matrix<Number>& weight, const Matrix<Number>& m, const Grid<Number>& grid,
                     const Order& reversed, Decide&& decide) {
  const Index n = weight.cols();
  Codes codes(weight.rows(), n);
  Vector<Number> error(n);
  for (Index row = 0; row < weight.rows(); ++row)
    for (Index j = n - 1; j >= 0; --j) {
      const Index column = reversed[j];
      Number target = weight(row, column);
      for (Index k = j + 1; k < n; ++k) target = target - m(j, k) * error(k);
      codes(row, column) = decide(row, column, target);
      error(j) = value(grid, row, column, codes(row, column)) - weight(row, column);
    }
  return codes;
}

}  // namespace quantcheck::reference
