#include <quantcheck/proofs_check/io/safetensors.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <new>
#include <stdexcept>
#include <system_error>

#include <quantcheck/proofs_check/io/safetensors_layout.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

std::string_view header_text(const std::vector<std::byte>& bytes, std::uint64_t length) {
  return {reinterpret_cast<const char*>(bytes.data()) + length_bytes, length};
}

// Reads until `bytes` holds `size` of them or the stream ends. Grows with what really comes: the size may be
// a lie.
void read_up_to(std::istream& stream, std::vector<std::byte>& bytes, std::uint64_t size,
                const std::string& path) {
  constexpr std::uint64_t chunk = 1 << 20;
  while (bytes.size() < size && stream) {
    const std::size_t had = bytes.size();
    const std::uint64_t room = std::max({chunk, std::uint64_t{bytes.capacity() - had}, std::uint64_t{had}});
    const auto wanted = static_cast<std::size_t>(std::min(size - had, room));
    bytes.resize(had + wanted);
    stream.read(reinterpret_cast<char*>(bytes.data() + had), static_cast<std::streamsize>(wanted));
    bytes.resize(had + static_cast<std::size_t>(stream.gcount()));
  }
  if (stream.bad()) throw Error(path + ": reading failed after " + std::to_string(bytes.size()) + " bytes");
}

}  // namespace

const TensorView* Safetensors::find(std::string_view tensor) const {
  const auto found =
      std::find_if(tensors.begin(), tensors.end(), [&](const TensorView& t) { return t.name == tensor; });
  return found == tensors.end() ? nullptr : &*found;
}

Safetensors parse_safetensors(std::vector<std::byte> bytes, const std::string& name) {
  const std::uint64_t length = safetensors_header_length(bytes, name);
  if (length > bytes.size() - length_bytes)
    throw Error(name + ": the header's length, at offset 0, is " + std::to_string(length) + "; only " +
                std::to_string(bytes.size() - length_bytes) + " bytes follow");
  SafetensorsLayout layout = safetensors_layout(header_text(bytes, length), name);
  if (bytes.size() < layout.file_size)
    throw Error(name + ": cut short: " + std::to_string(bytes.size()) + " bytes; the header describes " +
                std::to_string(layout.file_size));
  if (bytes.size() > layout.file_size)
    throw Error(name + ": the file goes on after the last tensor's end, at offset " +
                std::to_string(layout.file_size));

  Safetensors file{name, std::make_shared<const std::vector<std::byte>>(std::move(bytes)),
                   std::move(layout.metadata), std::move(layout.tensors)};
  const std::span<const std::byte> all(*file.bytes);
  for (std::size_t k = 0; k < file.tensors.size(); ++k)
    file.tensors[k].bytes =
        all.subspan(static_cast<std::size_t>(file.tensors[k].file_offset), layout.sizes[k]);
  return file;
}

Safetensors read_safetensors(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored))
    throw Error(path + ": is a directory, not a safetensors file");
  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw Error(path + ": cannot be opened: " + std::generic_category().message(errno));

  std::vector<std::byte> bytes;
  read_up_to(stream, bytes, length_bytes, path);
  const std::uint64_t length = safetensors_header_length(bytes, path);
  read_up_to(stream, bytes, length_bytes + length, path);
  if (bytes.size() == length_bytes + length) {
    // One byte more shows that the file goes on, however long it is.
    const std::uint64_t size = safetensors_layout(header_text(bytes, length), path).file_size + 1;
    try {
      if (std::filesystem::is_regular_file(path, ignored)) {
        const std::uintmax_t available = std::filesystem::file_size(path, ignored);
        if (!ignored) bytes.reserve(static_cast<std::size_t>(std::min<std::uintmax_t>(size, available)));
      }
      read_up_to(stream, bytes, size, path);
    } catch (const std::bad_alloc&) {
      throw Error(path + ": too large for memory: " + std::to_string(size - 1) + " bytes");
    } catch (const std::length_error&) {
      throw Error(path + ": too large for memory: " + std::to_string(size - 1) + " bytes");
    }
  }
  return parse_safetensors(std::move(bytes), path);
}

}  // namespace quantcheck::check
