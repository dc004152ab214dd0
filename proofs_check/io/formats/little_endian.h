// Little-endian integers in the bytes of a file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace quantcheck::check {

/// The integer in `width` bytes, at most 8, from `offset` on. The bytes have to be there.
inline std::uint64_t little_endian(std::span<const std::byte> bytes, std::size_t offset, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t k = 0; k < width; ++k)
    value |= std::to_integer<std::uint64_t>(bytes[offset + k]) << (8 * k);
  return value;
}

}  // namespace quantcheck::check
