// The JSON header of a safetensors file, read as a stream.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>

namespace quantcheck::check {

/// One tensor as the header describes it. Nothing but the grammar has been checked.
struct HeaderTensor {
  std::string name;
  std::string dtype;
  std::vector<std::uint64_t> shape;
  std::uint64_t begin = 0;  // of data_offsets, counted from the end of the header
  std::uint64_t end = 0;
};

/// All that a header says.
struct SafetensorsHeader {
  Metadata metadata;
  std::vector<HeaderTensor> tensors;  // in the order of the header
};

/// The most that a header may hold: far above any real file, and far below what would exhaust memory.
inline constexpr std::size_t max_header_entries = 1'000'000;  // tensors, and metadata keys
inline constexpr std::size_t max_rank = 64;

/// Reads the header, which comes without the 8 bytes of its length. No document tree is built, so that depth
/// and size cost nothing. Throws Error naming `file` for: anything before '{' or, spaces apart, after the
/// last '}'; malformed JSON or UTF-8; duplicate keys at any level; fields other than dtype, shape and
/// data_offsets, or a missing one; metadata that is not string to string; sizes that are not non-negative
/// integers below 2^64; and counts beyond the limits.
SafetensorsHeader parse_safetensors_header(std::string_view text, const std::string& file);

}  // namespace quantcheck::check
