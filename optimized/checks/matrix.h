// A check that a caller's matrix can be read at all.
#pragma once

#include <cstddef>

#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// Whether the matrix has data and is at least 1 x 1, and its rows do not overlap and fit into the address
/// space.
template <class T>
bool is_there(const MatrixView<T>& matrix) {
  return matrix.data != nullptr && matrix.rows >= 1 && matrix.cols >= 1 && matrix.stride >= matrix.cols &&
         matrix.rows <= PTRDIFF_MAX / static_cast<Index>(sizeof(T)) / matrix.stride;
}

}  // namespace quantcheck::optimized
