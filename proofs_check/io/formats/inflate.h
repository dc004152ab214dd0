// Deflated data (RFC 1951), inflated by zlib.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace quantcheck::check {

/// A stream of deflated data that is inflated as far as is asked for, and no further.
class Inflater {
 public:
  /// `packed` remains somebody else's, who has to keep it. `place` begins the messages of errors.
  Inflater(std::span<const std::byte> packed, std::string place);
  ~Inflater();
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  /// The first `size` bytes of the content. Throws Error for data that is no deflate stream, and for a stream
  /// that ends before so many bytes.
  const std::vector<std::byte>& up_to(std::size_t size);

  /// Takes away the content that up_to gave. Throws Error where the stream goes on, or where bytes are left
  /// after its end.
  std::vector<std::byte> finish();

 private:
  struct Stream;
  bool step(std::span<std::byte> room);  // returns false at the end of the stream

  std::string place_;
  std::span<const std::byte> packed_;  // what zlib has not been given yet
  std::vector<std::byte> content_;
  std::unique_ptr<Stream> stream_;
};

/// The checksum of zip archives (CRC-32).
std::uint32_t crc32_of(std::span<const std::byte> bytes);

}  // namespace quantcheck::check
