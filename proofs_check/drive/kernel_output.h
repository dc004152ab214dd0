// The codes that a kernel wrote.
#pragma once

#include <string>

#include <quantcheck/optimized/memory/buffer.h>
#include <quantcheck/proofs_check/drive/layer_memory.h>

namespace quantcheck::check::drive {

/// The codes of one layer of the memory. There is room on both sides of them, which shows if a kernel writes
/// beyond them.
class KernelOutput {
 public:
  /// Marks all codes and the room beside them as not written.
  KernelOutput(const LayerMemory& memory, const LayerPlace& place);

  const std::int32_t* codes() const { return storage() + code_margin; }

  /// The words for what is wrong: that a code was not written or is out of range, or that something was
  /// written beside the codes. Empty if nothing is wrong.
  std::string complaint() const;

  /// The number of codes that are not the same as the others, which are out x in.
  Index different_from(const optimized::Buffer<std::int32_t>& others) const;

 private:
  std::int32_t* storage() const { return reinterpret_cast<std::int32_t*>(pages_.data()); }

  LayerPlace place_;
  MappedPages pages_;
};

}  // namespace quantcheck::check::drive
