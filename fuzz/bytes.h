// A fuzz target's input, taken apart.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include <quantcheck/reference/layer.h>

namespace quantcheck::fuzz {

/// Numbers out of bytes; zeros when they are used up.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : next_(data), end_(data + size) {}

  std::uint8_t byte() { return next_ == end_ ? std::uint8_t{0} : *next_++; }
  Index below(Index n) { return byte() % n; }  // n up to 256
  bool flag() { return (byte() & 1) != 0; }

  /// Any float at all: four bytes, the highest first.
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
