// What memory delivers: arrays far beyond the caches.
#pragma once

#include <quantcheck/optimized/memory/buffer.h>

namespace quantcheck::bench {

/// Three arrays of `size` numbers.
struct Arrays {
  Index size = 0;
  optimized::Buffer<double> a, b, c;
};

/// Numbers in an array of four times the last-level cache, or 256 MiB if that is more.
Index size_beyond_cache();

Arrays make_arrays(Index size);

/// a = b, on so many threads. Moves 16 bytes a number.
void copy(Arrays& arrays, int threads);

/// a = b + 3 c, on so many threads. Moves 24 bytes a number, as STREAM counts: a store that fetches its line
/// first moves more.
void triad(Arrays& arrays, int threads);

}  // namespace quantcheck::bench
