// Cases of lattice quantizers: values, somebody's codes or lattice points for them, and how they were made.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/cases/described.h>
#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/nestquant/scaled_codes.h>

namespace quantcheck::check {

/// The number of values that one lattice point stands for.
inline constexpr Index lattice_block = 8;

/// Voronoi codes of E8 with several scales (arXiv 2502.09720). Values are finite and exactly as stored;
/// matrices are row-major. A LatticeCase that a reader returned is well-formed: shapes agree, codes lie in
/// 0 .. q-1, beta indices below the number of betas, and the betas are positive and ascending.
struct LatticeCase : Described {
  Index rows = 0;
  Index cols = 0;
  std::vector<double> values;   // rows x cols: normalised and rotated values; for LDLQ the weights
  std::vector<double> hessian;  // cols x cols, exactly symmetric, for LDLQ; else empty
  BlockOrder block_order = BlockOrder::first;  // for LDLQ

  Code q = 0;  // 2 .. reference::max_nesting_ratio
  BetaChoice mode = BetaChoice::opt;
  std::vector<double> beta;  // ascending, > 0
  std::vector<Code> codes;   // rows x 8 blocks(); a row whose length 8 does not divide is padded with zeros
  std::vector<Index> beta_index;  // rows x blocks()
  std::vector<double> decoded;    // rows x cols, beta included, the row's norm not; empty where not given
  FloatFormat decoded_format = FloatFormat::f32;  // what they were rounded to, as a Case's scales
  std::vector<double> norm;  // rows, >= 0; empty where not given; nothing is judged by it

  /// The number of lattice blocks in a row.
  Index blocks() const { return (cols + lattice_block - 1) / lattice_block; }

  /// The lattice block of a row that is processed at this step.
  Index block_at(Index step) const { return block_order == BlockOrder::first ? step : blocks() - 1 - step; }
  /// The step at which this lattice block of a row is processed.
  Index step_of(Index block) const { return block_at(block); }
};

/// Points of space, and the points of E8 that somebody found nearest to them.
struct E8Case : Described {
  Index points = 0;
  std::vector<double> values;   // points x 8
  std::vector<double> nearest;  // points x 8, the coordinates themselves
};

}  // namespace quantcheck::check
