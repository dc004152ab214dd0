// Where the tensors of a safetensors file lie: the header's claims, checked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

inline constexpr std::uint64_t max_header_length = 100'000'000;
inline constexpr std::size_t length_bytes = 8;

/// The header's length from the first 8 bytes. Throws Error if there are fewer, or for one above
/// max_header_length.
std::uint64_t safetensors_header_length(std::span<const std::byte> bytes, const std::string& file);

/// The tensors in the order of their bytes, `bytes` still empty, and the size the file must have.
struct SafetensorsLayout {
  Metadata metadata;
  std::vector<TensorView> tensors;
  std::vector<std::size_t> sizes;  // in bytes, of each tensor
  std::uint64_t data_offset = 0;   // where the first begins; they follow each other without holes
  std::uint64_t file_size = 0;
};

/// Throws Error for everything that is wrong with a header whatever follows it: its grammar, dtypes, sizes,
/// overlaps and holes. Nothing is allocated that the header's own length does not bound.
SafetensorsLayout safetensors_layout(std::string_view header, const std::string& file);

}  // namespace quantcheck::check
