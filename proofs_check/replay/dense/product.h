// The product that the factorizations of large matrices spend their time in.
#pragma once

#include <algorithm>

#include <Eigen/Core>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/product.h>

namespace quantcheck::check {

using optimized::ProductPart;

/// The part of a matrix with `rows` rows and `cols` columns that begins at (row, col).
template <class T>
MatrixView<T> part_of(const MatrixView<T>& a, Index row, Index col, Index rows, Index cols) {
  return {a.data + row * a.stride + col, rows, cols, a.stride};
}

template <class T>
MatrixView<const T> constant(const MatrixView<T>& a) {
  return {a.data, a.rows, a.cols, a.stride};
}

template <class T>
optimized::Operand<T> as_stored(const MatrixView<T>& a) {
  return {constant(a), false};
}

template <class T>
optimized::Operand<T> transposed(const MatrixView<T>& a) {
  return {constant(a), true};
}

/// The number of operations from which on threads do not wait for each other longer than they work.
inline constexpr Index worth_sharing = Index{1} << 22;

/// Takes A B off C (optimized::subtract_product).
template <class T>
void subtract_product(const optimized::Operand<T>& a, const optimized::Operand<T>& b, const MatrixView<T>& c,
                      ProductPart part = ProductPart::all) {
  if (c.rows == 0 || c.cols == 0 || a.cols() == 0) return;
  const bool shared = c.rows * c.cols * a.cols() >= worth_sharing;
  optimized::subtract_product(a, b, c, part, {{}, shared ? 0 : 1});
}

/// Entries first .. first + count - 1 of a row, for arithmetic on all of them.
template <class T>
Eigen::Map<Eigen::Array<T, 1, Eigen::Dynamic>> entries(const MatrixView<T>& a, Index row, Index first,
                                                       Index count) {
  return {&a(row, first), count};
}

/// Calls work(first, count) for parts of 0 .. size - 1 that make up all of it, each of `part` but the last.
/// `cost` is the number of operations for each of 0 .. size - 1: where all are worth it, they are shared
/// among the cores.
template <Index part = 256, class Work>
void in_parts(Index size, Index cost, const Work& work) {
  const Index parts = (size + part - 1) / part;
  const auto item = [&](Index i) { work(i * part, std::min(part, size - i * part)); };
  if (parts > 1 && size * cost >= worth_sharing)
    return optimized::team_of(optimized::thread_count(0)).for_each(parts, item);
  for (Index i = 0; i < parts; ++i) item(i);
}

}  // namespace quantcheck::check
