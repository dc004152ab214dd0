// The exception that a factorization throws when its matrix is not positive definite.
#pragma once

#include <string>

#include <quantcheck/reference/error.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::reference {

/// Says which pivot of an elimination was not positive. A symmetric matrix is positive definite if and only
/// if every pivot of its elimination is positive, in any order.
struct NotPositiveDefinite : Error {
  NotPositiveDefinite(Index pivot_index, double pivot_value, bool pivot_is_zero)
      : Error("not positive definite: pivot " + std::to_string(pivot_index) + " is " +
              std::to_string(pivot_value)),
        index(pivot_index),
        pivot(pivot_value),
        zero(pivot_is_zero) {}
  Index index;   // the row and column of the first such pivot, in the matrix as it was factored
  double pivot;  // its value, as near as a double comes
  bool zero;     // whether it is exactly 0
};

}  // namespace quantcheck::reference
