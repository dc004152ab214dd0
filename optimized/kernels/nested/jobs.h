// The jobs that a target's kernels for nested lattice codes are given, in plain data: nothing here depends on
// the target.
#pragma once

#include <cstdint>

#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// The number of rows that are decoded side by side.
inline constexpr Index strip_height = 64;

/// The number of lattice blocks of a row that are decoded before they are used.
inline constexpr Index chunk_blocks = 32;

/// Nesting ratios up to this one are decoded in bytes, larger ones up to 256 in integers of two bytes.
inline constexpr Code largest_ratio_in_bytes = 30;

/// The words of four bytes that a decoded lattice block takes. Its doubled coordinates have one byte each, or
/// two where `wide`.
constexpr Index operand_words(bool wide) { return wide ? 4 : 2; }

/// Up to 64 rows of codes, packed as those of NestedMatrix.
struct CodeRows {
  const std::uint32_t* words = nullptr;    // codes of the first row
  const std::uint32_t* indices = nullptr;  // indices of betas of the first row
  Index rows = 0;
  Index row_words = 0;        // words of codes from one row to the next
  Index row_index_words = 0;  // words of indices from one row to the next
  Index blocks = 0;           // lattice blocks of a row
  Index words_of_block = 1;   // 1: codes of four bits; 2: codes of eight
  int index_bits = 2;         // bits of an index, 2 or 4
  Index kept_of_last = 8;     // coordinates of the last block that are not padding
  Code q = 0;
  bool wide = false;    // whether a decoded coordinate takes two bytes
  float beta[16] = {};  // looked up by four bits; with indices of two bits, four times the same four betas
};

/// Decoded lattice blocks of 64 rows. Word d of row 16 j + i of block b is
///     words[((b * 4 + j) * operand_words + d) * 16 + i],
/// and its beta is scale[b * 64 + 16 j + i].
struct Decoded {
  std::uint32_t* words = nullptr;
  float* scale = nullptr;
};

/// A product of decoded rows. The bytes of the left operand are raised by 128. To make up for that, the inner
/// products with a block of the right one start from its `correction`, which is laid out as `scale` is.
struct Product {
  Decoded left;
  Decoded right;
  const std::uint32_t* correction = nullptr;  // of the blocks of `right`; null for coordinates of two bytes
  Index blocks = 0;                           // lattice blocks of a row
  Index columns = 0;                          // rows of `right` that are wanted, up to 64
  float* sums = nullptr;                      // columns x 64
};

/// The rotation of a row of m 2^k values.
struct Rotation {
  Index base = 1;   // m
  Index power = 1;  // 2^k
  // m x m / 4 entries: (i, g) is 16 g + s, where bit e of s is set if entry (i, 4 g + e) of the base matrix
  // is -1.
  const std::uint16_t* signs = nullptr;
  bool divide = false;       // true: results are divided by the factor; false: multiplied by it
  bool past_caches = false;  // whether results may be written past the caches
};

/// The number of floats that `rotate` needs as scratch.
constexpr Index rotation_scratch(Index base, Index power) { return base * (128 + (power < 16 ? 32 : power)); }

/// The kernels of one target for nested lattice codes.
struct NestedKernels {
  /// Decodes lattice blocks first .. first + count - 1, where first is a multiple of 16 and
  /// count <= chunk_blocks. Rows that are not there are decoded to zeros. With `raised`, bytes are raised by
  /// 128.
  void (*decode)(const CodeRows&, Index first, Index count, bool raised, const Decoded&);
  /// Writes -128 times the sum of the bytes of each lattice block, count x 64 numbers.
  void (*correct)(const Decoded&, Index count, std::uint32_t* correction);
  /// Updates `sums`, lattice block after lattice block: sum = fma(inner product, beta beta', sum).
  void (*multiply_bytes)(const Product&);
  void (*multiply_shorts)(const Product&);
  /// Writes H x times `factor`, or divided by it; x and y may be the same. `scratch` has
  /// rotation_scratch(m, 2^k) floats. `next` is what is read next, or null. Returns whether the results are
  /// finite.
  bool (*rotate)(const Rotation&, const float* x, float factor, float* y, float* scratch, const float* next);
  /// The sum of the squares of n values, in double. Lane i % 16 is the chain of x_i^2 + sum, first to last;
  /// then the lanes are added, first to last.
  double (*sum_of_squares)(const float* x, Index n);
};

const NestedKernels& nested_kernels_avx512();
const NestedKernels& nested_kernels_avx512_vnni();
const NestedKernels& nested_kernels_avx2();
const NestedKernels& nested_kernels_scalar();

}  // namespace quantcheck::optimized
