#include <quantcheck/bench/limits/bandwidth.h>

#include <unistd.h>

#include <algorithm>
#include <cstring>

#include <quantcheck/bench/threads.h>

namespace quantcheck::bench {
namespace {

Index last_level_cache() {
#if defined(_SC_LEVEL3_CACHE_SIZE)
  return std::max<Index>(sysconf(_SC_LEVEL3_CACHE_SIZE), 0);
#else
  return 0;
#endif
}

struct Part {
  Index begin, end;
};

Part part(Index size, int threads, int thread) {
  return {size * thread / threads, size * (thread + 1) / threads};
}

}  // namespace

Index size_beyond_cache() {
  const Index bytes = std::max(4 * last_level_cache(), Index{256} << 20);
  return bytes / static_cast<Index>(sizeof(double));
}

Arrays make_arrays(Index size) {
  Arrays arrays{size, optimized::Buffer<double>(size), optimized::Buffer<double>(size),
                optimized::Buffer<double>(size)};
  for (optimized::Buffer<double>* array : {&arrays.a, &arrays.b, &arrays.c})
    std::fill_n(array->data(), size, 1.0);
  return arrays;
}

void copy(Arrays& arrays, int threads) {
  on_threads(threads, [&](int thread) {
    const auto [begin, end] = part(arrays.size, threads, thread);
    std::memcpy(arrays.a.data() + begin, arrays.b.data() + begin,
                static_cast<std::size_t>(end - begin) * sizeof(double));
  });
}

void triad(Arrays& arrays, int threads) {
  on_threads(threads, [&](int thread) {
    const auto [begin, end] = part(arrays.size, threads, thread);
    double* __restrict a = arrays.a.data();
    const double* __restrict b = arrays.b.data();
    const double* __restrict c = arrays.c.data();
    for (Index i = begin; i < end; ++i) a[i] = b[i] + 3.0 * c[i];
  });
}

}  // namespace quantcheck::bench
