// A layer in memory that two processes share.
#pragma once

#include <cstddef>
#include <cstdint>

#include <quantcheck/proofs_check/drive/kernel_input.h>

namespace quantcheck::check::drive {

/// The number of codes that there is room for on either side of a layer's codes, to see if a kernel writes
/// beyond them.
inline constexpr Index code_margin = 1024;

/// The places of a layer's arrays, and the numbers that a kernel is given beside them. It is plain data, to
/// be sent.
struct LayerPlace {
  Index first = 0;  // the byte of the memory at which the layer begins, which is the beginning of a page
  Index out = 0;
  Index in = 0;
  Index groups = 0;
  double damping = 0;
  std::int32_t qmin = 0;
  std::int32_t qmax = 0;

  /// The places of the arrays, in bytes from the first one on.
  Index weight() const { return 0; }
  Index hessian() const;
  Index scale() const;
  Index zero() const;
  Index group_index() const;
  Index order() const;
  Index codes() const;  // the beginning of a page, and of the room before the codes
  Index end() const;    // the end of a page

  /// The number of codes, together with those that there is room for on both sides.
  Index code_room() const { return out * in + 2 * code_margin; }
};

/// Pages of a file in the memory of this process, for as long as the object lives.
class MappedPages {
 public:
  /// Maps `size` bytes of the file from byte `first` on. What is written to them is seen by others if they
  /// are shared. Throws Error where they cannot be had.
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
  /// Throws Error where the system does not give one.
  LayerMemory();
  ~LayerMemory();
  LayerMemory(const LayerMemory&) = delete;
  LayerMemory& operator=(const LayerMemory&) = delete;

  int file() const { return file_; }

  /// Adds a copy of the layer, and says where it is. Throws Error where there is no room.
  LayerPlace add(const KernelInput& input);

 private:
  int file_ = -1;
  Index size_ = 0;
};

}  // namespace quantcheck::check::drive
