#include <quantcheck/proofs_check/io/formats/tensor_source.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <span>
#include <string_view>
#include <system_error>
#include <utility>

#include <quantcheck/proofs_check/io/formats/file_reader.h>
#include <quantcheck/proofs_check/io/formats/little_endian.h>
#include <quantcheck/proofs_check/io/formats/npy.h>
#include <quantcheck/proofs_check/io/formats/npy_header.h>
#include <quantcheck/proofs_check/io/formats/npz.h>
#include <quantcheck/proofs_check/io/formats/safetensors.h>
#include <quantcheck/proofs_check/io/formats/safetensors_layout.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

enum class FileKind { safetensors, npy, npz };

// The first bytes of files that are often tried, and why these are not read.
constexpr std::array<std::pair<std::string_view, const char*>, 8> others{
    {{"\x80\x02", "a Python pickle, which can run any code"},
     {"\x80\x03", "a Python pickle, which can run any code"},
     {"\x80\x04", "a Python pickle, which can run any code"},
     {"\x80\x05", "a Python pickle, which can run any code"},
     {"GGUF", "a GGUF file"},
     {"\x89HDF", "an HDF5 file"},
     {"\x1f\x8b", "compressed by gzip"},
     {"\x28\xb5\x2f\xfd", "compressed by zstd"}}};

// The kind of a file, from its first bytes: eight of them, where there are so many.
FileKind kind_of(std::span<const std::byte> bytes, const std::string& name) {
  const std::string_view text{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  if (text.starts_with(npy_magic)) return FileKind::npy;
  if (text.starts_with("PK\x03\x04") || text.starts_with("PK\x05\x06")) return FileKind::npz;
  const bool may_be_safetensors =
      bytes.size() >= length_bytes && little_endian(bytes, 0, length_bytes) <= max_header_length;
  if (may_be_safetensors) return FileKind::safetensors;
  const auto known = std::find_if(others.begin(), others.end(),
                                  [&](const auto& other) { return text.starts_with(other.first); });
  throw Error(name + ": no safetensors, .npy or .npz file: it is " +
              (known != others.end()         ? std::string(known->second)
               : bytes.size() < length_bytes ? "only " + std::to_string(bytes.size()) + " bytes long"
                                             : "none by its first bytes"));
}

}  // namespace

TensorBundle read_tensors(const std::string& path) {
  if (const std::optional<SharedBytes> mapped = map_file(path)) return parse_tensors(*mapped, path);
  FileReader file(path);
  switch (kind_of(file.up_to(length_bytes), path)) {
    case FileKind::safetensors:
      read_safetensors_bytes(file, path);
      break;
    case FileKind::npy:
      read_npy_bytes(file, path);
      break;
    case FileKind::npz:
      file.up_to(std::numeric_limits<std::uint64_t>::max());
      break;
  }
  return parse_tensors(file.take(), path);
}

TensorBundle parse_tensors(const SharedBytes& bytes, const std::string& name) {
  switch (kind_of(bytes.bytes, name)) {
    case FileKind::npy:
      return parse_npy(bytes, name);
    case FileKind::npz:
      return parse_npz(bytes, name);
    case FileKind::safetensors:
      break;
  }
  return parse_safetensors(bytes, name);
}

const TensorView& pick_tensor(const TensorBundle& bundle, const std::optional<std::string>& name) {
  if (bundle.tensors.size() == 1 && (!name || bundle.tensors[0].name.empty())) return bundle.tensors[0];
  if (name)
    if (const TensorView* found = bundle.find(*name)) return *found;
  constexpr std::size_t shown = 20;
  std::string names;
  for (std::size_t k = 0; k < std::min(shown, bundle.tensors.size()); ++k)
    names += (k == 0 ? "" : ", ") + in_quotes(bundle.tensors[k].name);
  if (bundle.tensors.size() > shown)
    names += " and " + std::to_string(bundle.tensors.size() - shown) + " more";
  if (bundle.tensors.empty()) throw Error(bundle.name + ": holds no tensor");
  throw Error(bundle.name + ": " + (name ? "no tensor " + in_quotes(*name) : "which of its tensors?") +
              (name ? "; there is " : " There are ") + names);
}

TensorPath parse_tensor_path(const std::string& text) {
  std::error_code ignored;
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == text.size() ||
      std::filesystem::exists(text, ignored))
    return {text, std::nullopt};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

}  // namespace quantcheck::check
