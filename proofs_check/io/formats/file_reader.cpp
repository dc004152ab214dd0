#include <quantcheck/proofs_check/io/formats/file_reader.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <new>
#include <stdexcept>
#include <system_error>

#include <quantcheck/reference/error.h>

namespace quantcheck::check {

FileReader::FileReader(const std::string& path) : path_(path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) throw Error(path + ": is a directory, not a file");
  errno = 0;
  stream_.open(path, std::ios::binary);
  if (!stream_) throw Error(path + ": cannot be opened: " + std::generic_category().message(errno));
}

const std::vector<std::byte>& FileReader::up_to(std::uint64_t size) try {
  constexpr std::uint64_t chunk = 1 << 20;
  std::error_code ignored;
  if (size > chunk && bytes_.size() < size && std::filesystem::is_regular_file(path_, ignored)) {
    const std::uintmax_t available = std::filesystem::file_size(path_, ignored);
    if (!ignored) bytes_.reserve(static_cast<std::size_t>(std::min<std::uintmax_t>(size, available)));
  }
  while (bytes_.size() < size && stream_) {
    const std::size_t had = bytes_.size();
    const std::uint64_t room = std::max({chunk, std::uint64_t{bytes_.capacity() - had}, std::uint64_t{had}});
    const auto wanted = static_cast<std::size_t>(std::min(size - had, room));
    bytes_.resize(had + wanted);
    stream_.read(reinterpret_cast<char*>(bytes_.data() + had), static_cast<std::streamsize>(wanted));
    bytes_.resize(had + static_cast<std::size_t>(stream_.gcount()));
  }
  if (stream_.bad())
    throw Error(path_ + ": reading failed after " + std::to_string(bytes_.size()) + " bytes");
  return bytes_;
} catch (const std::bad_alloc&) {
  throw Error(path_ + ": too large for memory");
} catch (const std::length_error&) {
  throw Error(path_ + ": too large for memory");
}

}  // namespace quantcheck::check
