// Products of matrices whose sums are chains in a fixed order.
#pragma once

#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// The part of a square result that `subtract_product` computes: all of it, or what is not above the
/// diagonal. What is above it may then hold anything.
enum class ProductPart { all, lower };

/// A matrix as it is stored, or its transpose.
template <class T>
struct Operand {
  MatrixView<const T> stored;
  bool transposed = false;

  Index rows() const { return transposed ? stored.cols : stored.rows; }
  Index cols() const { return transposed ? stored.rows : stored.cols; }
};

/// Takes the product A B off C: each entry c_ij becomes the chain c = fma(-a_ik, b_kj, c) over k = 0, 1, ...,
/// which begins at c_ij. This is the order in which elimination updates an entry one column after the other,
/// at the speed of a product. A is m x k, B is k x n and C is m x n, with any stride of at least their
/// columns; C overlaps neither A nor B. The result is the same on every target and for any number of threads.
/// Throws Error where shapes do not agree.
void subtract_product(const Operand<float>& a, const Operand<float>& b, const MatrixView<float>& c,
                      ProductPart part, const Execution& execution = {});
void subtract_product(const Operand<double>& a, const Operand<double>& b, const MatrixView<double>& c,
                      ProductPart part, const Execution& execution = {});

}  // namespace quantcheck::optimized
