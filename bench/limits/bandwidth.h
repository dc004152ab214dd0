// The bandwidth of memory, measured on arrays far beyond the caches.
#pragma once

#include <quantcheck/optimized/memory/buffer.h>

namespace quantcheck::bench {

/// Three arrays of `size` numbers.
struct Arrays {
  Index size = 0;
  optimized::Buffer<double> a, b, c;
};

/// The count of numbers in an array that is four times as large as the last-level cache, and at least 256
/// MiB.
Index size_beyond_cache();

/// Three arrays filled with ones.
Arrays make_arrays(Index size);

/// Computes a = b on so many threads. This moves 16 bytes for each number.
void copy(Arrays& arrays, int threads);

/// Computes a = b + 3 c on so many threads. This moves 24 bytes for each number, as STREAM counts. A store
/// that fetches its cache line first moves more.
void triad(Arrays& arrays, int threads);

}  // namespace quantcheck::bench
