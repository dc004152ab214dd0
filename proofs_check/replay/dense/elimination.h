// The inverse of a large matrix as general matrix inversion computes it, which is not symmetric.
#pragma once

#include <cmath>
#include <utility>
#include <vector>

#include <quantcheck/proofs_check/replay/dense/solve.h>

namespace quantcheck::check {

/// Swaps rows i and other[i] of A, for i = first, first + 1, ...
template <class T>
void swap_rows(const MatrixView<T>& a, Index first, const std::vector<Index>& other) {
  for (Index i = 0; i < std::ssize(other); ++i)
    if (first + i != other[i]) entries(a, first + i, 0, a.cols).swap(entries(a, other[i], 0, a.cols));
}

/// Replaces A (m x n, m >= n) by its factors L and U of Gaussian elimination with partial pivoting, where the
/// ones on the diagonal of L are not stored. Returns the row that each row 0 .. n - 1 was swapped with.
template <class T>
std::vector<Index> eliminate(const MatrixView<T>& a) {
  const Index n = a.cols;
  std::vector<Index> swapped;
  if (n <= undivided) {
    for (Index j = 0; j < n; ++j) {
      Index pivot = j;
      for (Index i = j + 1; i < a.rows; ++i)
        if (std::fabs(a(i, j)) > std::fabs(a(pivot, j))) pivot = i;
      swapped.push_back(pivot);
      if (pivot != j) entries(a, j, 0, n).swap(entries(a, pivot, 0, n));
      for (Index i = j + 1; i < a.rows; ++i) {
        a(i, j) /= a(j, j);
        entries(a, i, j + 1, n - j - 1) -= a(i, j) * entries(a, j, j + 1, n - j - 1);
      }
    }
    return swapped;
  }
  const Index half = first_part(n);
  const MatrixView<T> left = part_of(a, 0, 0, a.rows, half);
  const MatrixView<T> right = part_of(a, 0, half, a.rows, n - half);
  swapped = eliminate(left);
  swap_rows(right, 0, swapped);
  solve_lower<T, Diagonal::ones>(part_of(left, 0, 0, half, half), part_of(right, 0, 0, half, n - half));
  const MatrixView<T> rest = part_of(right, half, 0, a.rows - half, n - half);
  subtract_product(as_stored(part_of(left, half, 0, a.rows - half, half)),
                   as_stored(part_of(right, 0, 0, half, n - half)), rest);
  std::vector<Index> later = eliminate(rest);
  for (Index& row : later) row += half;
  swap_rows(left, half, later);
  swapped.insert(swapped.end(), later.begin(), later.end());
  return swapped;
}

/// Writes the inverse of a nonsingular A to X by Gaussian elimination with partial pivoting, and spoils A.
/// Both are n x n; the entries of X have to be 0. In floating point the error of X is not symmetric. A
/// Cholesky factor of one triangle of it turns that into an error in the decisions that grows with the square
/// of the condition number.
template <class T>
void invert_by_elimination(const MatrixView<T>& a, const MatrixView<T>& x) {
  const Index n = a.rows;
  const std::vector<Index> swapped = eliminate(a);
  for (Index i = 0; i < n; ++i) x(i, i) = 1;
  swap_rows(x, 0, swapped);
  solve_lower<T, Diagonal::ones>(a, x);
  for (Index i = 0; i < n; ++i)  // the upper factor comes to where the lower one was
    for (Index j = i; j < n; ++j) a(j, i) = a(i, j);
  solve_transposed(a, x);
}

}  // namespace quantcheck::check
