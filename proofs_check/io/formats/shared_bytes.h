// Bytes that tensors share, of a vector or of a mapped file.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace quantcheck::check {

/// Bytes, and who keeps them.
struct SharedBytes {
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> owner;  // keeps the bytes

  SharedBytes(std::span<const std::byte> kept, std::shared_ptr<const void> keeper)
      : bytes(kept), owner(std::move(keeper)) {}
  /// The conversion is implicit, since a vector is such bytes.
  SharedBytes(std::vector<std::byte> read) {
    const auto kept = std::make_shared<const std::vector<std::byte>>(std::move(read));
    bytes = *kept;
    owner = kept;
  }
};

/// The bytes of a regular file, mapped, so that what is not looked at is not read. Nothing where it is no
/// regular file, or cannot be opened or mapped. The file must not be cut short while the bytes are in use.
std::optional<SharedBytes> map_file(const std::string& path);

}  // namespace quantcheck::check
