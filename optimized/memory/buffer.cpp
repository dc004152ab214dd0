#include <cstdlib>

#include <quantcheck/optimized/memory/buffer.h>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace quantcheck::optimized {

void* allocate(std::size_t bytes) {
  constexpr std::size_t line = 64;
  constexpr std::size_t huge_page = std::size_t{1} << 21;
  const std::size_t unit = bytes < 2 * huge_page ? line : huge_page;
  if (bytes > PTRDIFF_MAX - huge_page) throw std::bad_array_new_length();
  void* storage = std::aligned_alloc(unit, (bytes / unit + 1) * unit);
  if (storage == nullptr) throw std::bad_alloc();
#ifdef __linux__
  // This makes for fewer page faults and TLB misses. Where the system refuses, nothing but time is lost.
  if (unit == huge_page) madvise(storage, bytes, MADV_HUGEPAGE);
#endif
  return storage;
}

void release(void* storage) noexcept { std::free(storage); }

}  // namespace quantcheck::optimized
