// The checks of what a caller says of a layer's columns: their order, and which of them are dead.
#pragma once

#include <quantcheck/optimized/factor.h>

namespace quantcheck::optimized {

/// Throws Error unless the order is a permutation of 0 .. in - 1.
void check_permutation(const Order& order, Index in);

/// Throws Error unless a factor of `in` columns, which a caller may have changed or moved away since it was
/// made, is there as a whole, and names none but its own columns.
void check_factored(Index in, const Order& order, const FactorStatus& status, const Buffer<float>& panels);

}  // namespace quantcheck::optimized
