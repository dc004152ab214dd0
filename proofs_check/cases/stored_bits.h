// Little-endian bits in memory that need not be aligned.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

namespace quantcheck::check {

/// The unsigned integer that is stored at `bytes`, whatever the order of bytes of the machine is.
template <class Bits>
Bits stored_bits(const std::byte* bytes) {
  std::array<std::byte, sizeof(Bits)> value;
  std::copy_n(bytes, sizeof(Bits), value.begin());
  if constexpr (std::endian::native == std::endian::big) std::reverse(value.begin(), value.end());
  return std::bit_cast<Bits>(value);
}

}  // namespace quantcheck::check
