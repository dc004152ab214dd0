// Memory for a large square matrix.
#pragma once

#include <algorithm>

#include <quantcheck/optimized/memory/buffer.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// An n x n matrix.
template <class T>
class Square {
 public:
  /// The entries are not initialised.
  explicit Square(Index n) : n_(n), stride_(padded(n)), entries_(n * stride_) {}

  /// A matrix of zeros.
  static Square zeros(Index n) {
    Square result(n);
    std::fill_n(result.entries_.data(), n * result.stride_, T(0));
    return result;
  }

  Index size() const { return n_; }
  MatrixView<T> view() { return {entries_.data(), n_, n_, stride_}; }
  T& operator()(Index row, Index col) { return entries_[row * stride_ + col]; }
  const T& operator()(Index row, Index col) const { return entries_[row * stride_ + col]; }

 private:
  // Rows begin with a line of the cache. A power of two between them would put a column of tiles into a few
  // sets of it.
  static Index padded(Index n) {
    constexpr Index line = 64 / static_cast<Index>(sizeof(T));
    return (n + line - 1) / line * line + line;
  }

  Index n_;
  Index stride_;
  optimized::Buffer<T> entries_;
};

}  // namespace quantcheck::check
