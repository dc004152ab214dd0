// The messages between this program and the process that runs a kernel.
#pragma once

#include <array>
#include <cstdint>

#include <quantcheck/proofs_check/drive/layer_memory.h>

namespace quantcheck::check::drive {

/// The request for one call of the kernel.
struct KernelRequest {
  std::int64_t number = 0;
  LayerPlace place;
  int threads = 0;
};

/// The reply to the request of that number. The number 0, which no request has, says whether the library
/// could be loaded. A kernel may write into whatever file it finds open, so what does not begin and end with
/// the mark is no answer.
struct KernelReply {
  static constexpr std::uint64_t mark = 0x6b65726e656c2d31;

  std::uint64_t begin = mark;
  std::int64_t number = 0;
  std::int32_t status = 0;  // the kernel's own; 0 if it is done
  double seconds = 0;
  std::array<char, 1024> message{};  // the reason for another status, with a 0 at its end
  std::uint64_t end = mark;
};

}  // namespace quantcheck::check::drive
