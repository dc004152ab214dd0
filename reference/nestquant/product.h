// Inner products and matrix products computed from nested codes alone.
#pragma once

#include <quantcheck/reference/nestquant/matrix.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::reference {

/// The inner product of two decoded rows of one length n and one rotation,
///     (|x| |y| / n) sum over lattice blocks of beta_p beta_p' <yhat, yhat'>,
/// where the inner products of lattice points are computed in integers. arXiv 2502.09720, Algorithm 4.
/// `x_codes` and `y_codes` may differ in q and in the betas. Throws Error for rows of different lengths.
template <class Number>
Number inner_product(const NestedRow<Number>& x, const ScaledCodes<Number>& x_codes,
                     const NestedRow<Number>& y, const ScaledCodes<Number>& y_codes) {
  if (x.size != y.size) throw Error("an inner product of rows of different lengths");
  Number sum = Number(0);
  for (std::size_t b = 0; b < std::min(x.blocks.size(), y.blocks.size()); ++b) {
    const NestedBlock<Number>& left = x.blocks[b];
    const NestedBlock<Number>& right = y.blocks[b];
    const E8Point left_point = voronoi_point(left.code, x_codes.q);
    const E8Point right_point = voronoi_point(right.code, y_codes.q);
    const auto kept = static_cast<std::size_t>(std::min<Index>(8, x.size - static_cast<Index>(8 * b)));
    Code four_times = 0;
    for (std::size_t i = 0; i < kept; ++i) four_times += left_point.twice[i] * right_point.twice[i];
    sum = sum + x_codes.beta[left.beta_index] * y_codes.beta[right.beta_index] * Number(four_times);
  }
  return x.norm * y.norm * sum / Number(4 * x.size);
}

/// The product X Y^T from the codes of the rows of X and of Y. Throws Error as inner_product does.
template <class Number>
Matrix<Number> matrix_product(const std::vector<NestedRow<Number>>& x, const ScaledCodes<Number>& x_codes,
                              const std::vector<NestedRow<Number>>& y, const ScaledCodes<Number>& y_codes) {
  Matrix<Number> result(std::ssize(x), std::ssize(y));
  for (Index i = 0; i < result.rows(); ++i)
    for (Index j = 0; j < result.cols(); ++j) result(i, j) = inner_product(x[i], x_codes, y[j], y_codes);
  return result;
}

}  // namespace quantcheck::reference
