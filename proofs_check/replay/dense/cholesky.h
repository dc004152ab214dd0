// The Cholesky factorization and the inverse of large matrices, in working precision.
#pragma once

#include <cmath>

#include <quantcheck/proofs_check/replay/dense/solve.h>

namespace quantcheck::check {

/// Replaces what is not above the diagonal of a symmetric A (n x n) by its lower Cholesky factor. Entries are
/// updated by one column after the other, as the textbook's elimination does. Returns false where a pivot is
/// not positive.
template <class T>
bool cholesky(const MatrixView<T>& a) {
  const Index n = a.rows;
  if (n <= undivided) {
    for (Index j = 0; j < n; ++j) {
      if (!(a(j, j) > 0)) return false;
      const T root = std::sqrt(a(j, j));
      for (Index i = j; i < n; ++i) a(i, j) /= root;
      for (Index i = j + 1; i < n; ++i)
        for (Index k = j + 1; k <= i; ++k) a(i, k) -= a(i, j) * a(k, j);
    }
    return true;
  }
  const Index half = first_part(n);
  const MatrixView<T> first = part_of(a, 0, 0, half, half);
  const MatrixView<T> corner = part_of(a, half, 0, n - half, half);
  const MatrixView<T> last = part_of(a, half, half, n - half, n - half);
  if (!cholesky(first)) return false;
  solve_right_transposed(first, corner);
  subtract_product(as_stored(corner), transposed(corner), last, ProductPart::lower);
  return cholesky(last);
}

/// Writes the inverse of a lower triangular L to X, whose entries have to be 0. Both are n x n. The columns
/// are solved for by forward substitution.
template <class T>
void invert_lower(const MatrixView<T>& lower, const MatrixView<T>& x) {
  const Index n = lower.rows;
  if (n <= undivided) {
    for (Index i = 0; i < n; ++i) x(i, i) = 1;
    return solve_lower(lower, x);
  }
  const Index half = first_part(n);
  const MatrixView<T> corner = part_of(x, half, 0, n - half, half);
  const MatrixView<T> last = part_of(lower, half, half, n - half, n - half);
  invert_lower(part_of(lower, 0, 0, half, half), part_of(x, 0, 0, half, half));
  subtract_product(as_stored(part_of(lower, half, 0, n - half, half)),
                   as_stored(part_of(x, 0, 0, half, half)), corner);
  solve_lower(last, corner);
  invert_lower(last, part_of(x, half, half, n - half, n - half));
}

}  // namespace quantcheck::check
