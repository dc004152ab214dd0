// Triangular systems with many right-hand sides, in working precision.
#pragma once

#include <quantcheck/proofs_check/replay/dense/product.h>

namespace quantcheck::check {

/// The number of rows or columns up to which a matrix is not divided any further.
inline constexpr Index undivided = 32;

/// The size of the first part of a matrix that is divided: a multiple of `undivided`, and about a half.
inline Index first_part(Index size) { return (size / 2 + undivided - 1) / undivided * undivided; }

/// Whether the diagonal of a triangular matrix is as stored, or all ones, whatever is stored.
enum class Diagonal { stored, ones };

/// Replaces B (n x m) by the solution X of L X = B, by forward substitution, for a lower triangular L (n x
/// n). Every entry is a chain of products, from the first row on, divided by the diagonal.
template <class T, Diagonal diagonal = Diagonal::stored>
void solve_lower(const MatrixView<T>& lower, const MatrixView<T>& b) {
  const Index n = lower.rows;
  if (n <= undivided)
    return in_parts(b.cols, n * n, [&](Index first, Index count) {
      for (Index i = 0; i < n; ++i) {
        auto row = entries(b, i, first, count);
        for (Index k = 0; k < i; ++k) row -= lower(i, k) * entries(b, k, first, count);
        if (diagonal == Diagonal::stored) row /= lower(i, i);
      }
    });
  const Index half = first_part(n);
  const MatrixView<T> above = part_of(b, 0, 0, half, b.cols);
  const MatrixView<T> below = part_of(b, half, 0, n - half, b.cols);
  solve_lower<T, diagonal>(part_of(lower, 0, 0, half, half), above);
  subtract_product(as_stored(part_of(lower, half, 0, n - half, half)), as_stored(above), below);
  solve_lower<T, diagonal>(part_of(lower, half, half, n - half, n - half), below);
}

/// Replaces B (m x n) by the solution X of X L^T = B, for a lower triangular L (n x n), as a Cholesky
/// factorization does below its diagonal.
template <class T>
void solve_right_transposed(const MatrixView<T>& lower, const MatrixView<T>& b) {
  const Index n = lower.rows;
  if (n <= undivided) {
    T transpose[undivided * undivided];
    const MatrixView<T> upper{transpose, n, n, undivided};
    for (Index k = 0; k < n; ++k)
      for (Index j = k; j < n; ++j) upper(k, j) = lower(j, k);
    // Short parts of rows take some four times as long as whole ones.
    return in_parts(b.rows, 4 * n * n, [&](Index first, Index count) {
      for (Index i = first; i < first + count; ++i)
        for (Index k = 0; k < n; ++k) {
          b(i, k) /= lower(k, k);
          const Index left = n - k - 1;
          entries(b, i, k + 1, left) -= b(i, k) * entries(upper, k, k + 1, left);
        }
    });
  }
  const Index half = first_part(n);
  const MatrixView<T> left = part_of(b, 0, 0, b.rows, half);
  const MatrixView<T> right = part_of(b, 0, half, b.rows, n - half);
  const MatrixView<T> corner = part_of(lower, half, 0, n - half, half);
  solve_right_transposed(part_of(lower, 0, 0, half, half), left);
  subtract_product(as_stored(left), transposed(corner), right);
  solve_right_transposed(part_of(lower, half, half, n - half, n - half), right);
}

/// Replaces B (n x m) by the solution X of L^T X = B, by back substitution, for a lower triangular L (n x n).
template <class T>
void solve_transposed(const MatrixView<T>& lower, const MatrixView<T>& b) {
  const Index n = lower.rows;
  if (n <= undivided) {
    return in_parts(b.cols, n * n, [&](Index first, Index count) {
      for (Index i = n - 1; i >= 0; --i) {
        auto row = entries(b, i, first, count);
        for (Index k = i + 1; k < n; ++k) row -= lower(k, i) * entries(b, k, first, count);
        row /= lower(i, i);
      }
    });
  }
  const Index half = first_part(n);
  const MatrixView<T> above = part_of(b, 0, 0, half, b.cols);
  const MatrixView<T> below = part_of(b, half, 0, n - half, b.cols);
  solve_transposed(part_of(lower, half, half, n - half, n - half), below);
  subtract_product(transposed(part_of(lower, half, 0, n - half, half)), as_stored(below), above);
  solve_transposed(part_of(lower, 0, 0, half, half), above);
}

/// Replaces what is not above the diagonal of Y by that part of the solution X of L^T X = Y, by back
/// substitution, for a lower triangular L. All are n x n.
template <class T>
void solve_transposed_lower_part(const MatrixView<T>& lower, const MatrixView<T>& y) {
  const Index n = lower.rows;
  if (n <= undivided) {
    for (Index i = n - 1; i >= 0; --i) {
      auto row = entries(y, i, 0, i + 1);
      for (Index k = i + 1; k < n; ++k) row -= lower(k, i) * entries(y, k, 0, i + 1);
      row /= lower(i, i);
    }
    return;
  }
  const Index half = first_part(n);
  const MatrixView<T> corner = part_of(lower, half, 0, n - half, half);
  const MatrixView<T> below = part_of(y, half, 0, n - half, half);
  const MatrixView<T> last = part_of(lower, half, half, n - half, n - half);
  solve_transposed(last, below);
  solve_transposed_lower_part(last, part_of(y, half, half, n - half, n - half));
  subtract_product(transposed(corner), as_stored(below), part_of(y, 0, 0, half, half), ProductPart::lower);
  solve_transposed_lower_part(part_of(lower, 0, 0, half, half), part_of(y, 0, 0, half, half));
}

}  // namespace quantcheck::check
