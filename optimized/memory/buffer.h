// Memory for kernels: aligned, uninitialised, and in large pages where that pays.
#pragma once

#include <cstddef>
#include <memory>
#include <new>

#include <quantcheck/optimized/memory/count.h>

namespace quantcheck::optimized {

/// Allocates storage for `bytes` at an address that is a multiple of 64; `release` frees it. Throws
/// std::bad_alloc.
void* allocate(std::size_t bytes);
void release(void* storage) noexcept;

/// `size` elements of a trivial type, not initialised, at an address that is a multiple of 64. The
/// constructor throws std::bad_alloc. A buffer can be moved, but not copied; one that was moved from has no
/// elements.
template <class T>
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(Index size) : storage_(static_cast<T*>(allocate(bytes(size)))), size_(size) {}

  T* data() { return storage_.get(); }
  const T* data() const { return storage_.get(); }
  Index size() const { return size_; }
  T& operator[](Index i) { return storage_.get()[i]; }
  const T& operator[](Index i) const { return storage_.get()[i]; }
  const T* begin() const { return data(); }
  const T* end() const { return data() + size(); }

 private:
  struct Release {
    void operator()(T* storage) const noexcept { release(storage); }
  };

  static std::size_t bytes(Index size) {
    if (size < 0 || size > PTRDIFF_MAX / static_cast<Index>(sizeof(T))) throw std::bad_array_new_length();
    return static_cast<std::size_t>(size) * sizeof(T);
  }

  std::unique_ptr<T[], Release> storage_;
  Count size_;
};

}  // namespace quantcheck::optimized
