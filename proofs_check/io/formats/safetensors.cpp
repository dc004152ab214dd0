#include <quantcheck/proofs_check/io/formats/safetensors.h>

#include <cstdint>
#include <string_view>
#include <utility>

#include <quantcheck/proofs_check/io/formats/safetensors_layout.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

std::string_view header_text(std::span<const std::byte> bytes, std::uint64_t length) {
  return {reinterpret_cast<const char*>(bytes.data()) + length_bytes, length};
}

}  // namespace

TensorBundle parse_safetensors(const SharedBytes& shared, const std::string& name) {
  const std::span<const std::byte> bytes = shared.bytes;
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

  TensorBundle file{name, std::move(layout.metadata), std::move(layout.tensors)};
  std::uint64_t offset = layout.data_offset;
  for (std::size_t k = 0; k < file.tensors.size(); ++k) {
    file.tensors[k].file = name;
    file.tensors[k].bytes = bytes.subspan(offset, layout.sizes[k]);
    file.tensors[k].owner = shared.owner;
    offset += layout.sizes[k];
  }
  return file;
}

void read_safetensors_bytes(FileReader& file, const std::string& path) {
  const std::uint64_t length = safetensors_header_length(file.up_to(length_bytes), path);
  const std::vector<std::byte>& bytes = file.up_to(length_bytes + length);
  if (bytes.size() < length_bytes + length) return;
  // One byte more shows that the file goes on, however long it is.
  file.up_to(safetensors_layout(header_text(bytes, length), path).file_size + 1);
}

TensorBundle read_safetensors(const std::string& path) {
  FileReader file(path);
  read_safetensors_bytes(file, path);
  return parse_safetensors(file.take(), path);
}

}  // namespace quantcheck::check
