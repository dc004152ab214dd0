// The jobs that a target's kernels are given, in plain data: nothing here depends on the target.
#pragma once

#include <cstdint>

#include <quantcheck/optimized/kernels/layout.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// The grid of a sweep, in processing order.
struct SweepGrid {
  bool given = false;  // true: scales and zeros are there; false: they are fitted and written
  bool symmetric = true;
  bool least_squares = false;
  bool current = false;  // scales are fitted to the compensated weights when a group is reached
  Rounding rounding = Rounding::half_even;
  float levels = 15;                                    // L of GridOptions, for fitting
  float fit_min = -8, fit_max = 7;                      // range of the codes that scales are fitted for
  float min = -std::numeric_limits<float>::infinity();  // least code
  float max = std::numeric_limits<float>::infinity();   // greatest code
  Index groups = 1;
  Index group_size = 0;             // for current scales: processing steps in a group
  const Index* group_of = nullptr;  // `in` entries: the group of the column processed k-th
  float* scale = nullptr;           // out x groups
  Code* zero = nullptr;             // out x groups
};

/// A sweep over the weights of a layer. Every pointer but those of the grid and `codes` is only read.
struct Sweep {
  MatrixView<const float> weight;
  const Index* position = nullptr;  // `in` entries: the step at which a column is processed
  const bool* zeroed = nullptr;     // `in` entries: whether the column's weights count as 0
  Panels<const float> panels;
  bool on_inverse = false;  // whether the panels are of U^-1, as in GPTQ as published
  SweepGrid grid;
  MatrixView<std::int32_t> codes;  // out x in; no_code where float arithmetic gave none; null for LDLQ
};

/// The memory that one thread works in, for up to `strips` strips of rows at a time.
struct SweepScratch {
  Strips<float> weight;  // weights in processing order
  Strips<float> error;   // errors of the columns decided, targets so far of those to come
  Strips<std::int32_t> code;
  float* sums = nullptr;          // 256 elements for each strip
  float* scale = nullptr;         // strips x groups x 32
  float* zero = nullptr;          // strips x groups x 32
  float* fit = nullptr;           // 5 x groups x 32
  float* saved = nullptr;         // for current scales: strips x (group_size + 16) x 32
  Index* blocks_added = nullptr;  // in / 8: how many blocks of 256 positions a panel's targets have had
  bool* failed = nullptr;         // set when no_code was written
};

/// The pivot that stopped a factorization.
struct BadPivot {
  Index step = -1;  // its position in the factor; -1: there is none
  double value = 0;
};

/// The block of columns that is being worked on, of a lower triangular factor of the Hessian in reversed
/// order.
template <class T>
struct FactorBlock {
  Index begin = 0;                      // its first column, a multiple of 16
  Index end = 0;                        // one past its last, a multiple of 16
  LowerStrips<T> rows;                  // the Hessian's entries, which become L D
  Panels<T> panels;                     // the block's rows of -L
  T* pivots = nullptr;                  // the diagonal D
  const double* least_pivot = nullptr;  // what each pivot must exceed
};

/// The kernels of a factorization in double, or in pairs of doubles.
template <class T>
struct FactorKernels {
  /// Writes panel p of -L from the rows of L D: -(L D)_rk / D_k for r = 8p .. 8p + 7 and
  /// k = begin .. end - 1.
  void (*negate_rows)(const FactorBlock<T>&, Index panel, Index begin, Index end);
  /// Adds to the rows of strips begin .. end - 1, in the columns of the block, what the blocks of columns
  /// before it contribute.
  void (*update_rows)(const FactorBlock<T>&, Index begin, Index end);
  /// Factors the part of the block that is on the diagonal. `sums` is scratch: 128 elements for each strip of
  /// that part.
  BadPivot (*factor_diagonal)(const FactorBlock<T>&, T* sums);
  /// Finishes the block's columns in strips begin .. end - 1, which are below the diagonal. `sums` is
  /// scratch: 128 elements for each of these strips.
  void (*solve_rows)(const FactorBlock<T>&, Index begin, Index end, T* sums);
  /// Writes panel p of -U from L D. `in` is that of the factor, a multiple of 16.
  void (*write_negative_panel)(const LowerStrips<T>&, const T* pivots, Index in, Index panel, T* to);
};

/// The product of a matrix A, or of its transpose, and 1, 2 or 4 vectors of pairs hi + lo. In the vectors
/// that have an entry for each row of A, an entry of each vector follows another, hi and then lo. In those
/// that have one for each column, these are eight at a time: eight hi and eight lo of the first vector, then
/// of the next.
struct PairProduct {
  MatrixView<const double> matrix;
  Index vectors = 1;
  const double* x = nullptr;
  double* y = nullptr;
};

/// The number of columns that are multiplied together for the transpose.
inline constexpr Index pair_columns = 256;

/// Lattice blocks to be encoded in the union of Voronoi codes of ratio q, scaled by each of several betas,
/// which ascend.
struct ScaledEncoding {
  const float* x = nullptr;
  int q = 0;
  const float* beta = nullptr;
  int betas = 0;
  bool first = false;            // true: the first beta without overload; false: that of the least error
  std::uint8_t* code = nullptr;  // eight for each lattice block
  std::uint8_t* beta_index = nullptr;  // one for each lattice block
  std::uint8_t* overload = nullptr;  // one for each lattice block: 1 where the code decodes to another point
};

/// Lattice blocks of codes to be decoded to values, each with its beta.
struct ScaledDecoding {
  const std::uint8_t* code = nullptr;
  const std::uint8_t* beta_index = nullptr;  // null: the first beta for every lattice block
  int q = 0;
  const float* beta = nullptr;
  float* values = nullptr;
};

/// LDLQ over a layer, by lattice blocks of eight columns in the order in which the panels hold them.
struct LdlqSweep {
  Sweep sweep;              // its panels are of the block factor; it has no grid and no codes
  ScaledEncoding codes;     // its arrays hold out x ceil(in / 8) blocks in their own order; no x
  bool last_first = false;  // whether the panels hold the last lattice block first
};

/// The kernels of one target. Those of lattices return the number of lattice blocks, or, where one cannot be
/// placed or is no code, the index of the first such block; what they have then written is of no use.
struct Kernels {
  FactorKernels<double> factor;
  FactorKernels<Pair> pair_factor;
  /// Writes panel p of U in float from L D. `in` is that of the factor, a multiple of 16.
  void (*write_panel)(const LowerStrips<double>&, const double* pivots, Index in, Index panel, float* to);
  /// Writes the rows of U^-1 that are in strips first .. first + strips - 1 to the panels `to`. `negative`
  /// holds -U in double; `rows` and `sums` are scratch.
  void (*invert_rows)(const Panels<const double>& negative, Index in, Index first, Index strips,
                      const Strips<double>& rows, double* sums, const Panels<float>& to);
  /// Writes sum_j |n_ij| x_j to to[i] for these rows i of N = U^-1.
  void (*sum_inverse_rows)(const Panels<const double>& negative, Index in, Index first, Index strips,
                           const Strips<double>& rows, double* sums, const double* x, double* to);
  /// Makes rows e of errors, which `to` holds, into e U, at positions from the multiple of 8 at or before
  /// `from` to in - 1. `errors` holds -e. With `within` > 0, a multiple of 8, only the blocks of so many
  /// columns on the diagonal of U count.
  void (*add_error_products)(const Panels<const double>& negative, Index from, Index in, Index within,
                             const Strips<double>& errors, Index strips, const Strips<double>& to);
  /// Solves U y = x and U^T y = x in positions begin .. in - 1, in the place of x. Before `begin`, x is 0
  /// from the multiple of 8 on, and scratch.
  void (*solve_trailing)(const Panels<const double>& negative, Index begin, Index in, double* x);
  void (*solve_trailing_transposed)(const Panels<const double>& negative, Index begin, Index in, double* x);
  /// Writes rows begin .. end - 1 of A x.
  void (*multiply_pairs)(const PairProduct&, Index begin, Index end);
  /// Writes entries begin .. end - 1 of A^T x, at most pair_columns from a multiple of 8 on.
  void (*multiply_pairs_transposed)(const PairProduct&, Index begin, Index end);
  /// Adds the product of a strip and a panel, which are `depth` positions long, to sixteen rows of eight
  /// columns that are `stride` elements apart.
  void (*add_products)(const double* strip, const double* panel, Index depth, double* to, Index stride);
  /// Continues the chains of products that `to` holds, in the same way; in float a strip has 32 rows.
  void (*extend_floats)(const float* strip, const float* panel, Index depth, float* to, Index stride);
  void (*extend_doubles)(const double* strip, const double* panel, Index depth, double* to, Index stride);
  /// Quantizes rows begin .. end - 1, which are no more than the scratch has room for.
  void (*sweep_rows)(const Sweep&, const SweepScratch&, Index begin, Index end);
  /// Writes the points of E8 nearest to lattice blocks of eight values; y may be x. With `streamed` they are
  /// written past the caches, and the address y has to be a multiple of 64.
  Index (*nearest_e8)(const float* x, Index blocks, float* y, bool streamed);
  /// Writes the Voronoi codes of the points nearest to x / beta.
  Index (*encode_e8)(const float* x, Index blocks, int q, float beta, std::uint8_t* code);
  /// Writes twice the coordinates of the points of codes: in bytes, for q <= 63, or in 16 bits.
  Index (*decode_e8)(const std::uint8_t* code, Index blocks, int q, std::int8_t* twice);
  Index (*decode_e8_wide)(const std::uint8_t* code, Index blocks, int q, std::int16_t* twice);
  /// Encodes or decodes lattice blocks begin .. end - 1. Returns `end` where all could be done.
  Index (*encode_scaled)(const ScaledEncoding&, Index begin, Index end);
  Index (*decode_scaled)(const ScaledDecoding&, Index begin, Index end);
  /// Quantizes rows begin .. end - 1, as sweep_rows does. Returns the number of panels, or the index of the
  /// one with a target that cannot be encoded.
  Index (*ldlq_rows)(const LdlqSweep&, const SweepScratch&, Index begin, Index end);
};

const Kernels& kernels_avx512();
const Kernels& kernels_avx2();
const Kernels& kernels_scalar();

}  // namespace quantcheck::optimized
