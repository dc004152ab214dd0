// Exact products of matrices of doubles with vectors of binary fractions.
#pragma once

#include <vector>

#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

/// The vector of numbers mantissa[k] * 2^exponent.
struct BinaryFractions {
  std::vector<reference::Integer> mantissa;
  int exponent = 0;

  reference::Rational at(Index k) const;
};

/// A x (one entry for each row) and A^T x (one for each column). Entries of A are finite.
BinaryFractions exact_product(MatrixView<const double> a, const BinaryFractions& x);
BinaryFractions exact_product(MatrixView<const float> a, const BinaryFractions& x);
BinaryFractions exact_transposed_product(MatrixView<const double> a, const BinaryFractions& x);

/// Each number rounded down to a multiple of 2^exponent.
BinaryFractions rounded_down(const std::vector<reference::Rational>& x, int exponent);

}  // namespace quantcheck::check
