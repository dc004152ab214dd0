// Checks of what a caller says about a layer's columns: their order, and which of them are dead.
#pragma once

#include <quantcheck/optimized/factor.h>

namespace quantcheck::optimized {

/// Throws Error unless the order is a permutation of 0 .. in - 1.
void check_permutation(const Order& order, Index in);

/// Throws Error unless a factor of `in` columns is there as a whole and names no columns but its own. A
/// caller may have changed it or moved it away since it was made.
void check_factored(Index in, const Order& order, const FactorStatus& status, const Buffer<float>& panels);

}  // namespace quantcheck::optimized
