// The determinant by its definition: an oracle that has nothing in common with the factorizations.
#pragma once

#include <vector>

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check::ledger {

/// The determinant of a square matrix by Laplace expansion along the first row, which takes n! products.
inline reference::Rational determinant(const reference::Matrix<reference::Rational>& a) {
  const Index n = a.rows();
  if (n == 0) return 1;
  reference::Rational total = 0;
  for (Index column = 0; column < n; ++column) {
    if (a(0, column) == 0) continue;
    reference::Matrix<reference::Rational> minor(n - 1, n - 1);
    minor << a.bottomLeftCorner(n - 1, column), a.bottomRightCorner(n - 1, n - 1 - column);
    const reference::Rational term = a(0, column) * determinant(minor);
    total += column % 2 == 0 ? term : reference::Rational(-term);
  }
  return total;
}

/// The principal submatrix of `a` with the rows and columns that `indices` names.
inline reference::Matrix<reference::Rational> principal(const reference::Matrix<reference::Rational>& a,
                                                        const std::vector<Index>& indices) {
  return a(indices, indices);
}

}  // namespace quantcheck::check::ledger
