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

/// Takes A B off C (optimized::subtract_product), on one thread where more would wait for each other longer
/// than they work.
template <class T>
void subtract_product(const optimized::Operand<T>& a, const optimized::Operand<T>& b, const MatrixView<T>& c,
                      ProductPart part = ProductPart::all) {
  if (c.rows == 0 || c.cols == 0 || a.cols() == 0) return;
  constexpr Index small = Index{1} << 21;
  optimized::subtract_product(a, b, c, part, {{}, c.rows * c.cols * a.cols() < small ? 1 : 0});
}

/// Entries first .. first + count - 1 of a row, for arithmetic on all of them.
template <class T>
Eigen::Map<Eigen::Array<T, 1, Eigen::Dynamic>> entries(const MatrixView<T>& a, Index row, Index first,
                                                       Index count) {
  return {&a(row, first), count};
}

/// Calls work(first, count) for parts of 0 .. size - 1 that make up all of it, each of `part` but the last,
/// on all cores where there are more than two.
template <Index part = 256, class Work>
void in_parts(Index size, const Work& work) {
  const Index parts = (size + part - 1) / part;
  const auto item = [&](Index i) { work(i * part, std::min(part, size - i * part)); };
  if (parts > 2) return optimized::team_of(optimized::thread_count(0)).for_each(parts, item);
  for (Index i = 0; i < parts; ++i) item(i);
}

}  // namespace quantcheck::check
