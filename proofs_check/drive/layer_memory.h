// A layer as it lies in memory that two processes share.
#pragma once

#include <cstddef>
#include <cstdint>

#include <quantcheck/proofs_check/drive/kernel_input.h>

namespace quantcheck::check::drive {

/// Codes' room on either side of them, to see if a kernel writes beyond them.
inline constexpr Index code_margin = 1024;

/// Where a layer's arrays are, and the numbers that a kernel is given beside them: plain data, to be sent.
struct LayerPlace {
  Index first = 0;  // byte of the memory, where a page begins
  Index out = 0;
  Index in = 0;
  Index groups = 0;
  double damping = 0;
  std::int32_t qmin = 0;
  std::int32_t qmax = 0;

  /// Bytes from the first one on.
  Index weight() const { return 0; }
  Index hessian() const;
  Index scale() const;
  Index zero() const;
  Index group_index() const;
  Index order() const;
  Index codes() const;  // where a page begins; with room on both sides
  Index end() const;    // where a page ends

  /// Codes and the room for what is written beside them.
  Index code_room() const { return out * in + 2 * code_margin; }
};

/// Pages of a file in the memory of this process, as long as it lives.
class MappedPages {
 public:
  /// Throws Error where they cannot be had.
  MappedPages(int file, Index first, Index size, bool shared);
  ~MappedPages();
  MappedPages(MappedPages&& other) noexcept;
  MappedPages& operator=(MappedPages&&) = delete;

  std::byte* data() const { return data_; }

 private:
  std::byte* data_ = nullptr;
  Index size_ = 0;
};

/// A file that is nowhere but in memory, to which layers are added.
class LayerMemory {
 public:
  /// Throws Error where the system gives none.
  LayerMemory();
  ~LayerMemory();
  LayerMemory(const LayerMemory&) = delete;
  LayerMemory& operator=(const LayerMemory&) = delete;

  int file() const { return file_; }

  /// A copy of the layer. Throws Error where there is no room.
  LayerPlace add(const KernelInput& input);

 private:
  int file_ = -1;
  Index size_ = 0;
};

}  // namespace quantcheck::check::drive
