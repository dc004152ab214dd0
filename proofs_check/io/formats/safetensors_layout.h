// The places of the tensors in a safetensors file: what the header says, after it has been checked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

/// The longest header that the format allows, in bytes, and the number of bytes that its length stands in.
inline constexpr std::uint64_t max_header_length = 100'000'000;
inline constexpr std::size_t length_bytes = 8;

/// The header's length, from the first 8 bytes of the file. Throws Error if there are fewer, or for a length
/// above max_header_length.
std::uint64_t safetensors_header_length(std::span<const std::byte> bytes, const std::string& file);

/// The tensors in the order of their bytes, with `bytes` still empty, and the size that the file must have.
struct SafetensorsLayout {
  Metadata metadata;
  std::vector<TensorView> tensors;
  std::vector<std::size_t> sizes;  // of each tensor, in bytes
  std::uint64_t data_offset = 0;   // where the first tensor begins; the others follow without holes
  std::uint64_t file_size = 0;
};

/// The layout that a header describes. Throws Error for everything that is wrong with the header whatever
/// follows it: its grammar, dtypes, sizes, overlaps and holes. Nothing is allocated that the header's own
/// length does not bound.
SafetensorsLayout safetensors_layout(std::string_view header, const std::string& file);

}  // namespace quantcheck::check
