// The packed nested lattice codes of a matrix.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <quantcheck/optimized/memory/buffer.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// Packed codes as they lie in a file: little-endian words of four bytes, row after row. A row of n columns
/// has B = ceil(n / 8) lattice blocks.
///   codes    q <= 16: a word for each block, with code i of it in bits 4 i .. 4 i + 3.
///            Else two words, with codes 0 .. 3 in bits 8 i .. 8 i + 7 of the first, and 4 .. 7 likewise in
///            the second.
///   indices  Up to four betas: ceil(B / 16) words, that of block b in bits 2 (b % 16) .. of word b / 16.
///            Else ceil(B / 8) words, in bits 4 (b % 8) .. of word b / 8.
///            Bits beyond the last block are 0.
struct PackedBytes {
  std::vector<std::uint8_t> codes;
  std::vector<std::uint8_t> indices;
};

/// A matrix of rows x cols values in nested codes: codes below q, indices of betas, and a norm for each row.
/// Its contents are always valid. It can be moved, but not copied; a matrix that was moved from is 0 x 0, and
/// its products are refused.
class NestedMatrix {
 public:
  /// Packs codes (rows x 8 B) and indices of betas (rows x B), in a byte each, as nested_encode and ldlq give
  /// them. The codes of a last lattice block that is longer than the row are kept, though what the padding
  /// decodes to counts nowhere. In `scheme`, q is 2 .. 256, and 1 .. 16 ascending betas are in 2^-40 .. 2^40.
  /// `norms` are finite, and none is below 0. Throws Error for sizes that do not fit and, naming the place,
  /// for what is out of range.
  static NestedMatrix pack(Index rows, Index cols, ScaledCodes<float> scheme,
                           std::span<const std::uint8_t> codes, std::span<const std::uint8_t> indices,
                           std::vector<float> norms);

  /// Takes packed bytes that may be anything. Throws Error for what `pack` refuses, and for bits beyond the
  /// last lattice block that are not 0.
  static NestedMatrix from_bytes(Index rows, Index cols, ScaledCodes<float> scheme,
                                 std::span<const std::uint8_t> codes, std::span<const std::uint8_t> indices,
                                 std::vector<float> norms);

  /// The bytes that from_bytes takes.
  PackedBytes bytes() const;

  Index rows() const { return rows_; }
  Index cols() const { return cols_; }
  Index blocks() const { return (cols_ + 7) / 8; }  // lattice blocks of a row
  const ScaledCodes<float>& scheme() const { return scheme_; }
  const std::vector<float>& norms() const { return norms_; }

  /// The code in a column of 0 .. 8 B - 1, and the index of the beta of a lattice block. They throw Error,
  /// naming the place, where there is none.
  std::uint8_t code(Index row, Index column) const;
  std::uint8_t index(Index row, Index block) const;

  /// The packed words, row after row: words_of_block() words of codes for each lattice block, and
  /// index_words() words of indices for each row.
  Index words_of_block() const { return scheme_.q <= 16 ? 1 : 2; }
  int index_bits() const { return scheme_.beta.size() <= 4 ? 2 : 4; }
  Index index_words() const;  // words of a row
  const std::uint32_t* words() const { return words_.data(); }
  const std::uint32_t* indices() const { return indices_.data(); }

 private:
  NestedMatrix(Index rows, Index cols, ScaledCodes<float> scheme, std::vector<float> norms);
  void check_contents() const;

  Count rows_;
  Count cols_;
  ScaledCodes<float> scheme_;
  std::vector<float> norms_;
  Buffer<std::uint32_t> words_;
  Buffer<std::uint32_t> indices_;
};

}  // namespace quantcheck::optimized
