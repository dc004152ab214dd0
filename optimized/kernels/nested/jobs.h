// What a target's kernels for nested lattice codes are asked to do, in plain data: nothing here depends on
// the target.
#pragma once

#include <cstdint>

#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// Rows that are decoded side by side.
inline constexpr Index strip_height = 64;

/// Blocks that are decoded before they are used.
inline constexpr Index chunk_blocks = 32;

/// Nesting ratios up to this one are decoded in bytes, up to 256 in integers of two bytes.
inline constexpr Code largest_ratio_in_bytes = 30;

/// Words of four bytes that a decoded block takes: doubled coordinates in one byte each, or, wide, in two.
constexpr Index operand_words(bool wide) { return wide ? 4 : 2; }

/// Up to 64 rows of packed codes.
struct CodeRows {
  const std::uint32_t* words = nullptr;    // of the first row
  const std::uint32_t* indices = nullptr;  // likewise
  Index rows = 0;
  Index row_words = 0;  // from one row to the next
  Index row_index_words = 0;
  Index blocks = 0;          // of a row
  Index words_of_block = 1;  // codes of four bits; 2: of eight
  int index_bits = 2;        // or 4
  Index kept_of_last = 8;    // coordinates of the last block that are none of the padding
  Code q = 0;
  bool wide = false;    // two bytes for a coordinate
  float beta[16] = {};  // by the low four bits of an index: where it has two bits, four times the same four
};

/// Decoded blocks of 64 rows. Word d of row 16 j + i of block b is words[((b * 4 + j) * operand_words + d) *
/// 16 + i], its beta scale[b * 64 + 16 j + i].
struct Decoded {
  std::uint32_t* words = nullptr;
  float* scale = nullptr;
};

/// The left operand of a product: its bytes are raised by 128, and `correction` (like scale) is what the
/// right one's sums are raised by.
struct Product {
  Decoded left;
  Decoded right;
  const std::uint32_t* correction = nullptr;  // of `right`: of bytes only
  Index blocks = 0;
  Index columns = 0;      // of `right` that are wanted, up to 64
  float* sums = nullptr;  // columns x 64
};

/// How a row of m 2^k values is rotated.
struct Rotation {
  Index base = 1;   // m
  Index power = 1;  // 2^k
  // m x m / 4: (i, g) is 16 g + s, bit e of s set where entry (i, 4 g + e) is -1
  const std::uint16_t* signs = nullptr;
  bool divide = false;       // by `factor`; else the product with it
  bool past_caches = false;  // may be written so
};

constexpr Index rotation_scratch(Index base, Index power) { return base * (128 + (power < 16 ? 32 : power)); }

struct NestedKernels {
  /// Blocks first .. first + count - 1, first a multiple of 16, count <= chunk_blocks. Of rows that are not
  /// there zeros.
  void (*decode)(const CodeRows&, Index first, Index count, bool raised, const Decoded&);
  /// -128 times the sum of each block's bytes, count x 64.
  void (*correct)(const Decoded&, Index count, std::uint32_t* correction);
  /// Adds to `sums`, block after block, fma(inner product, beta beta', sum).
  void (*multiply_bytes)(const Product&);
  void (*multiply_shorts)(const Product&);
  /// H x times `factor` or divided by it; x and y may be the same. `scratch`: rotation_scratch(m,
  /// 2^k) floats. `next`: what is read next, or null. Whether the results are finite.
  bool (*rotate)(const Rotation&, const float* x, float factor, float* y, float* scratch, const float* next);
  /// In double: lane i % 16 is the chain of x_i^2 + sum, first to last; then the lanes are added, first to
  /// last.
  double (*sum_of_squares)(const float* x, Index n);
};

const NestedKernels& nested_kernels_avx512();
const NestedKernels& nested_kernels_avx512_vnni();
const NestedKernels& nested_kernels_avx2();
const NestedKernels& nested_kernels_scalar();

}  // namespace quantcheck::optimized
