// Deflated data (RFC 1951) through zlib.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace quantcheck::check {

/// Inflates as far as is asked for and no further.
class Inflater {
 public:
  /// `packed` is somebody else's; `place` begins the messages.
  Inflater(std::span<const std::byte> packed, std::string place);
  ~Inflater();
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  /// The first `size` bytes of the content. Throws Error for data that is no deflate stream, and for one that
  /// ends before.
  const std::vector<std::byte>& up_to(std::size_t size);

  /// What up_to gave. Throws Error where the stream goes on, or bytes are left after its end.
  std::vector<std::byte> finish();

 private:
  struct Stream;
  bool step(std::span<std::byte> room);  // false at the stream's end

  std::string place_;
  std::span<const std::byte> packed_;  // not yet handed over
  std::vector<std::byte> content_;
  std::unique_ptr<Stream> stream_;
};

/// The checksum of zip archives.
std::uint32_t crc32_of(std::span<const std::byte> bytes);

}  // namespace quantcheck::check
