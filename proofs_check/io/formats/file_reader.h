// A file that is read as far as is asked for, and no further.
#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

namespace quantcheck::check {

class FileReader {
 public:
  /// Opens a regular file, or a pipe such as /dev/stdin. Throws Error for a directory, and for what is
  /// missing or unreadable.
  explicit FileReader(const std::string& path);

  /// The file's first bytes: `size` of them, or all of them where it has fewer. Memory grows with what really
  /// comes, since the size may be a lie. Throws Error where reading fails or memory does not suffice.
  const std::vector<std::byte>& up_to(std::uint64_t size);

  /// Takes away the bytes that have been read.
  std::vector<std::byte> take() { return std::move(bytes_); }

 private:
  std::string path_;
  std::ifstream stream_;
  std::vector<std::byte> bytes_;
};

}  // namespace quantcheck::check
