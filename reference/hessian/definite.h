// What a factorization throws when its matrix is not positive definite.
#pragma once

#include <string>

#include <quantcheck/reference/error.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::reference {

/// A symmetric matrix is positive definite if and only if every pivot of its elimination is positive, in any
/// order. `index` is the row and column of the first pivot that is not (of the matrix as it was factored),
/// `pivot` its value as near as a double comes, `zero` whether it is exactly 0.
struct NotPositiveDefinite : Error {
  NotPositiveDefinite(Index pivot_index, double pivot_value, bool pivot_is_zero)
      : Error("not positive definite: pivot " + std::to_string(pivot_index) + " is " +
              std::to_string(pivot_value)),
        index(pivot_index),
        pivot(pivot_value),
        zero(pivot_is_zero) {}
  Index index;
  double pivot;
  bool zero;
};

}  // namespace quantcheck::reference
