// The codes that a kernel wrote.
#pragma once

#include <string>

#include <quantcheck/optimized/memory/buffer.h>
#include <quantcheck/proofs_check/drive/layer_memory.h>

namespace quantcheck::check::drive {

/// The codes of a layer of the memory, with room on both sides to see if a kernel writes beyond them.
class KernelOutput {
 public:
  /// Marks all of it as not written.
  KernelOutput(const LayerMemory& memory, const LayerPlace& place);

  const std::int32_t* codes() const { return storage() + code_margin; }

  /// What is wrong with them: one was not written or is out of range, or something was written beside them.
  /// Empty where nothing is.
  std::string complaint() const;

  /// How many of them are not the same as these, out x in.
  Index different_from(const optimized::Buffer<std::int32_t>& others) const;

 private:
  std::int32_t* storage() const { return reinterpret_cast<std::int32_t*>(pages_.data()); }

  LayerPlace place_;
  MappedPages pages_;
};

}  // namespace quantcheck::check::drive
