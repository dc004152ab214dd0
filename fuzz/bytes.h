// The input of a fuzz target, read as numbers.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include <quantcheck/reference/layer.h>

namespace quantcheck::fuzz {

/// Reads numbers from bytes. When the bytes are used up, it goes on as if zeros followed.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : next_(data), end_(data + size) {}

  std::uint8_t byte() { return next_ == end_ ? std::uint8_t{0} : *next_++; }
  /// A number in 0 .. n-1, for n up to 256.
  Index below(Index n) { return byte() % n; }
  bool flag() { return (byte() & 1) != 0; }

  /// Any float, infinities and NaNs included, from four bytes of which the highest is first.
  float any_float() {
    std::uint32_t bits = 0;
    for (int k = 0; k < 4; ++k) bits = bits << 8 | byte();
    return std::bit_cast<float>(bits);
  }

  std::vector<std::uint8_t> take(Index count) {
    std::vector<std::uint8_t> taken(count);
    for (std::uint8_t& value : taken) value = byte();
    return taken;
  }

 private:
  const std::uint8_t* next_;
  const std::uint8_t* end_;
};

}  // namespace quantcheck::fuzz
