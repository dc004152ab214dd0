// What a target's kernels are asked to do, in plain data: nothing here depends on the target.
#pragma once

#include <cstdint>

#include <quantcheck/optimized/kernels/layout.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// The grid of a sweep, in processing order.
struct SweepGrid {
  bool given = false;  // scales and zeros are there already; else they are fitted and written
  bool symmetric = true;
  bool least_squares = false;
  bool current = false;  // fitted to the compensated weights when the group is reached
  Rounding rounding = Rounding::half_even;
  float levels = 15;                                    // 2^bits - 1, for fitting
  float fit_min = -8, fit_max = 7;                      // of the codes that scales are fitted for
  float min = -std::numeric_limits<float>::infinity();  // of the codes
  float max = std::numeric_limits<float>::infinity();
  Index groups = 1;
  Index group_size = 0;             // current: processing steps in a group
  const Index* group_of = nullptr;  // in: the group of the column processed k-th
  float* scale = nullptr;           // out x groups
  Code* zero = nullptr;             // out x groups
};

/// A sweep over the weights of a layer; every pointer but those of the grid and `codes` is only read.
struct Sweep {
  MatrixView<const float> weight;
  const Index* position = nullptr;  // in: when a column is processed
  const bool* zeroed = nullptr;     // in: the column's weights count as 0
  Panels<const float> panels;
  bool on_inverse = false;  // the panels are of U^-1, the form of GPTQ as published
  SweepGrid grid;
  MatrixView<std::int32_t> codes;  // no_code where float arithmetic gave none; LDLQ: not there
};

/// What one thread works in, for up to `strips` strips of rows at a time.
struct SweepScratch {
  Strips<float> weight;  // in processing order
  Strips<float> error;   // targets so far of the columns to come, errors of those decided
  Strips<std::int32_t> code;
  float* sums = nullptr;          // 256 for each strip
  float* scale = nullptr;         // strips x groups x 32
  float* zero = nullptr;          // likewise
  float* fit = nullptr;           // 5 x groups x 32
  float* saved = nullptr;         // current: strips x (group_size + 16) x 32
  Index* blocks_added = nullptr;  // in / 8: how many blocks the targets of a panel have had so far
  bool* failed = nullptr;         // set where no_code was written
};

/// The pivot that stopped a factorization.
struct BadPivot {
  Index step = -1;  // -1: none
  double value = 0;
};

/// The block of columns of a lower triangular factor (of the Hessian in reversed order) being worked on.
struct FactorBlock {
  Index begin = 0;                      // its first column, a multiple of 16
  Index end = 0;                        // one past its last, a multiple of 16
  LowerStrips rows;                     // the Hessian's entries become L D
  Panels<double> panels;                // of the block's rows of -L
  double* pivots = nullptr;             // D
  const double* least_pivot = nullptr;  // a pivot must exceed it
};

/// Blocks to encode in the union of Voronoi codes of ratio q, scaled by each of several betas, ascending.
struct ScaledEncoding {
  const float* x = nullptr;
  int q = 0;
  const float* beta = nullptr;
  int betas = 0;
  bool first = false;                  // the first beta without overload; else that of the least error
  std::uint8_t* code = nullptr;        // eight for each block
  std::uint8_t* beta_index = nullptr;  // one for each block
  std::uint8_t* overload = nullptr;    // likewise: 1 where the code decodes to another point
};

struct ScaledDecoding {
  const std::uint8_t* code = nullptr;
  const std::uint8_t* beta_index = nullptr;  // none: the first beta for all
  int q = 0;
  const float* beta = nullptr;
  float* values = nullptr;
};

/// LDLQ over a layer, blocks of eight columns in the order in which the panels hold them.
struct LdlqSweep {
  Sweep sweep;           // the panels are of the block factor; no grid, no codes
  ScaledEncoding codes;  // the arrays are for out rows of ceil(in / 8) blocks in their own order; no x
  bool last_first = false;
};

/// The kernels of one target. Those of lattices return the number of blocks, or, where one cannot be placed
/// or is no code, its index; what they have then written is of no use.
struct Kernels {
  /// Panel p of -L from the rows of L D: -(L D)_rk / D_k for r = 8p .. 8p + 7 and k = begin .. end - 1.
  void (*negate_rows)(const FactorBlock&, Index panel, Index begin, Index end);
  /// To rows of strips begin .. end - 1, in the columns of the block, adds what blocks before it contribute.
  void (*update_rows)(const FactorBlock&, Index begin, Index end);
  /// Factors the block of the diagonal itself. `sums`: 128 elements for each of its strips.
  BadPivot (*factor_diagonal)(const FactorBlock&, double* sums);
  /// Finishes the block's columns of strips begin .. end - 1, below the diagonal. `sums`: 128 for each.
  void (*solve_rows)(const FactorBlock&, Index begin, Index end, double* sums);
  /// Panel p of U, or of -U in double, from L D; `in` is that of the factor, a multiple of 16.
  void (*write_panel)(const LowerStrips&, const double* pivots, Index in, Index panel, float* to);
  void (*write_negative_panel)(const LowerStrips&, const double* pivots, Index in, Index panel, double* to);
  /// Rows of strip `first`, first + 1, ... of U^-1, into the panels `to`. `rows` and `sums` are scratch.
  void (*invert_rows)(const Panels<const double>& negative, Index in, Index first, Index strips,
                      const Strips<double>& rows, double* sums, const Panels<float>& to);
  /// To sixteen rows of eight columns, `stride` elements apart, adds the products of a strip and a panel that
  /// are `depth` positions long.
  void (*add_products)(const double* strip, const double* panel, Index depth, double* to, Index stride);
  /// Quantizes rows begin .. end - 1, as many as the scratch has room for.
  void (*sweep_rows)(const Sweep&, const SweepScratch&, Index begin, Index end);
  /// The points of E8 nearest to blocks of eight; y may be x. `streamed`: past the caches, y a multiple
  /// of 64.
  Index (*nearest_e8)(const float* x, Index blocks, float* y, bool streamed);
  /// The Voronoi codes of the points nearest to x / beta.
  Index (*encode_e8)(const float* x, Index blocks, int q, float beta, std::uint8_t* code);
  /// Twice the points of codes; in bytes for q <= 63.
  Index (*decode_e8)(const std::uint8_t* code, Index blocks, int q, std::int8_t* twice);
  Index (*decode_e8_wide)(const std::uint8_t* code, Index blocks, int q, std::int16_t* twice);
  /// Blocks begin .. end - 1; `end` where all could be.
  Index (*encode_scaled)(const ScaledEncoding&, Index begin, Index end);
  Index (*decode_scaled)(const ScaledDecoding&, Index begin, Index end);
  /// Quantizes rows begin .. end - 1, as sweep_rows does. The number of panels, or that of the one with a
  /// target that cannot be encoded.
  Index (*ldlq_rows)(const LdlqSweep&, const SweepScratch&, Index begin, Index end);
};

const Kernels& kernels_avx512();
const Kernels& kernels_avx2();
const Kernels& kernels_scalar();

}  // namespace quantcheck::optimized
