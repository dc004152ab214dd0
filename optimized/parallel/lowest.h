// The least of the values that several threads find.
#pragma once

#include <atomic>

#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// Lowers `lowest` to `value` where that is less, in one operation that no other thread comes between. After
/// any number of such calls, on any threads, it is the least of all values and of what it was.
inline void lower(std::atomic<Index>& lowest, Index value) {
  for (Index seen = lowest.load(); value < seen && !lowest.compare_exchange_weak(seen, value);) {
  }
}

}  // namespace quantcheck::optimized
