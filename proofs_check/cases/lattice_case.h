// Cases of lattice quantizers: values, somebody's codes or lattice points for them, and how they were made.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/cases/described.h>
#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/nestquant/scaled_codes.h>

namespace quantcheck::check {

/// The eight values that one lattice point stands for.
inline constexpr Index lattice_block = 8;

/// Voronoi codes of E8 with several scales (arXiv 2502.09720). Values are finite and exactly as stored;
/// matrices are row-major. A LatticeCase that a reader returned is well-formed: shapes agree, codes lie in
/// 0 .. q-1, beta indices below the number of betas, and the betas are positive and ascending.
struct LatticeCase : Described {
  Index rows = 0;
  Index cols = 0;
  std::vector<double> values;   // rows x cols: normalised and rotated values; for LDLQ the weights
  std::vector<double> hessian;  // cols x cols, exactly symmetric, for LDLQ; else empty
  BlockOrder block_order = BlockOrder::first;  // of LDLQ

  Code q = 0;  // 2 .. reference::max_nesting_ratio
  BetaChoice mode = BetaChoice::opt;
  std::vector<double> beta;
  std::vector<Code> codes;        // rows x 8 blocks(): a row that 8 does not divide is padded with zeros
  std::vector<Index> beta_index;  // rows x blocks()
  std::vector<double> decoded;    // rows x cols, beta included, the row's norm not; empty where not given
  FloatFormat decoded_format = FloatFormat::f32;  // as stored
  std::vector<double> norm;  // rows, >= 0; empty where not given; nothing is judged by it

  Index blocks() const { return (cols + lattice_block - 1) / lattice_block; }

  /// The block of a row that is processed step-th, and at which step a block is.
  Index block_at(Index step) const { return block_order == BlockOrder::first ? step : blocks() - 1 - step; }
  Index step_of(Index block) const { return block_at(block); }
};

/// Points of space and somebody's points of E8 nearest to them.
struct E8Case : Described {
  Index points = 0;
  std::vector<double> values;   // points x 8
  std::vector<double> nearest;  // points x 8, the coordinates themselves
};

}  // namespace quantcheck::check
