#include <quantcheck/proofs_check/io/formats/safetensors_layout.h>

#include <algorithm>
#include <limits>

#include <quantcheck/proofs_check/io/formats/little_endian.h>
#include <quantcheck/proofs_check/io/formats/safetensors_header.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

// Sizes stay below 2^62, so that neither adding two of them nor signed indices overflow.
constexpr std::uint64_t max_size = std::uint64_t{1} << 62;

std::string place(const HeaderTensor& tensor, const std::string& file) {
  return file + ": tensor " + in_quotes(tensor.name) + ": ";
}

std::string shape_text(const HeaderTensor& tensor) {
  std::string text;
  for (const std::uint64_t extent : tensor.shape) text += (text.empty() ? "" : ", ") + std::to_string(extent);
  return "[" + text + "]";
}

// The size of a tensor in bytes: product of shape * bits / 8.
std::uint64_t size_of(const HeaderTensor& tensor, Dtype dtype, const std::string& file) {
  std::uint64_t bits = static_cast<std::uint64_t>(dtype_bits(dtype));
  for (const std::uint64_t extent : tensor.shape) {
    if (extent > max_size || (extent != 0 && bits > max_size / extent))
      throw Error(place(tensor, file) + "the size of shape " + shape_text(tensor) + " overflows");
    bits *= extent;
  }
  if (bits % 8 != 0)
    throw Error(place(tensor, file) + "shape " + shape_text(tensor) + " of " +
                std::string(dtype_name(dtype)) + " does not fill whole bytes");
  return bits / 8;
}

}  // namespace

std::uint64_t safetensors_header_length(std::span<const std::byte> bytes, const std::string& file) {
  if (bytes.size() < length_bytes)
    throw Error(file + ": not a safetensors file: " + std::to_string(bytes.size()) +
                " bytes, too short for the header's length");
  const std::uint64_t length = little_endian(bytes, 0, length_bytes);
  if (length > max_header_length)
    throw Error(file + ": not a safetensors file: the header's length, at offset 0, is " +
                std::to_string(length) + "; at most 100000000 is allowed");
  return length;
}

SafetensorsLayout safetensors_layout(std::string_view text, const std::string& file) {
  SafetensorsHeader header = parse_safetensors_header(text, file);
  std::vector<HeaderTensor>& tensors = header.tensors;
  // Tensors are sorted by their ends, too, so that an empty tensor comes before the one that begins where it
  // stands.
  std::stable_sort(tensors.begin(), tensors.end(), [](const HeaderTensor& a, const HeaderTensor& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  });

  SafetensorsLayout layout;
  layout.data_offset = length_bytes + text.size();
  std::uint64_t expected = 0;  // where the next tensor has to begin
  for (HeaderTensor& tensor : tensors) {
    const auto dtype = dtype_from_name(tensor.dtype);
    if (!dtype)
      throw Error(place(tensor, file) + "unknown dtype " + in_quotes(tensor.dtype) + "; the format has " +
                  dtype_names());
    const std::uint64_t size = size_of(tensor, *dtype, file);
    const std::string offsets =
        "data_offsets [" + std::to_string(tensor.begin) + ", " + std::to_string(tensor.end) + "]";
    if (tensor.end < tensor.begin) throw Error(place(tensor, file) + offsets + " end before they begin");
    if (tensor.end - tensor.begin != size)
      throw Error(place(tensor, file) + offsets + " span " + std::to_string(tensor.end - tensor.begin) +
                  " bytes; shape " + shape_text(tensor) + " of " + tensor.dtype + " takes " +
                  std::to_string(size));
    if (tensor.begin != expected)
      throw Error(place(tensor, file) + offsets +
                  (tensor.begin < expected ? " overlap another tensor" : " leave a hole") + "; " +
                  std::to_string(expected) + " is where it has to begin");
    if (tensor.end > max_size) throw Error(place(tensor, file) + offsets + " are too large");
    expected = tensor.end;

    TensorView view{std::move(tensor.name), *dtype, {}, {}};
    for (const std::uint64_t extent : tensor.shape) view.shape.push_back(static_cast<Index>(extent));
    layout.tensors.push_back(std::move(view));
    layout.sizes.push_back(size);
  }
  layout.metadata = std::move(header.metadata);
  layout.file_size = layout.data_offset + expected;
  return layout;
}

}  // namespace quantcheck::check
