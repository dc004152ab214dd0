// The messages between this program and the process that runs a kernel.
#pragma once

#include <array>
#include <cstdint>

#include <quantcheck/proofs_check/drive/layer_memory.h>

namespace quantcheck::check::drive {

/// One call of the kernel.
struct KernelRequest {
  std::int64_t number = 0;
  LayerPlace place;
  int threads = 0;
};

/// To the request of that number; to 0, which nobody sends, whether the library could be loaded. A kernel may
/// write into whatever file it finds open: what does not begin and end like this is no answer.
struct KernelReply {
  static constexpr std::uint64_t mark = 0x6b65726e656c2d31;

  std::uint64_t begin = mark;
  std::int64_t number = 0;
  std::int32_t status = 0;  // the kernel's own; 0: done
  double seconds = 0;
  std::array<char, 1024> message{};  // a reason, with a 0 at its end
  std::uint64_t end = mark;
};

}  // namespace quantcheck::check::drive
