#include <algorithm>

#include <nlohmann/json.hpp>

#include <quantcheck/proofs_check/io/formats/output_file.h>
#include <quantcheck/proofs_check/io/formats/safetensors.h>
#include <quantcheck/proofs_check/io/formats/safetensors_layout.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

std::string json_string(const std::string& text, const std::string& file) {
  try {
    return nlohmann::json(text).dump();
  } catch (const nlohmann::json::exception&) {
    throw Error(file + ": " + in_quotes(text) + " is not UTF-8");
  }
}

std::string header_text(const Metadata& metadata, std::span<const TensorView> tensors,
                        const std::string& file) {
  std::string text;
  const auto comma = [&text] { text += text.ends_with('{') ? "" : ","; };
  text += "{";
  if (!metadata.empty()) {
    text += "\"__metadata__\":{";
    for (const auto& [key, value] : metadata) {
      comma();
      text += json_string(key, file) + ":" + json_string(value, file);
    }
    text += "}";
  }
  std::size_t offset = 0;
  for (const TensorView& tensor : tensors) {
    if (tensor.name == "__metadata__") throw Error(file + ": a tensor cannot be called __metadata__");
    comma();
    std::string shape;
    for (const Index extent : tensor.shape) shape += (shape.empty() ? "" : ",") + std::to_string(extent);
    text += json_string(tensor.name, file) + ":{\"dtype\":\"" + std::string(dtype_name(tensor.dtype)) +
            "\",\"shape\":[" + shape + "],\"data_offsets\":[" + std::to_string(offset) + "," +
            std::to_string(offset + tensor.bytes.size()) + "]}";
    offset += tensor.bytes.size();
  }
  text += "}";
  return text + std::string((8 - text.size() % 8) % 8, ' ');
}

}  // namespace

std::vector<std::byte> serialize_safetensors(const Metadata& metadata, std::span<const TensorView> tensors,
                                             const std::string& name) {
  std::vector<TensorView> sorted(tensors.begin(), tensors.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const TensorView& a, const TensorView& b) {
    const int bits_a = dtype_bits(a.dtype);
    const int bits_b = dtype_bits(b.dtype);
    return bits_a != bits_b ? bits_a > bits_b : a.name < b.name;
  });
  const std::string header = header_text(metadata, sorted, name);
  if (header.size() > max_header_length) throw Error(name + ": the header would exceed 100000000 bytes");
  const SafetensorsLayout layout = safetensors_layout(header, name);  // refuses what could not be read

  std::vector<std::byte> bytes;
  bytes.reserve(static_cast<std::size_t>(layout.file_size));
  for (std::size_t k = 0; k < length_bytes; ++k)
    bytes.push_back(static_cast<std::byte>(header.size() >> (8 * k)));
  const auto text = std::as_bytes(std::span(header));
  bytes.insert(bytes.end(), text.begin(), text.end());
  for (const TensorView& tensor : sorted) bytes.insert(bytes.end(), tensor.bytes.begin(), tensor.bytes.end());
  return bytes;
}

void write_safetensors(const std::string& path, const Metadata& metadata,
                       std::span<const TensorView> tensors) {
  write_file(path, serialize_safetensors(metadata, tensors, path));
}

}  // namespace quantcheck::check
