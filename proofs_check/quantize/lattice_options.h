// The options of a layer of lattice codes.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/quantize/options.h>

namespace quantcheck::check {

/// nestquant (arXiv 2502.09720): every block of eight values of a row by itself. ldlq: each compensated for
/// the errors of the blocks before it, with the layer's Hessian.
enum class LatticeMethod { nestquant, ldlq };

struct LatticeOptions {
  LatticeMethod method = LatticeMethod::nestquant;
  Arithmetic arithmetic = Arithmetic::fp32;  // or exact
  Code q = 14;                               // 2 .. 256; exact: 2 .. reference::max_nesting_ratio
  std::vector<float> betas;                  // ascending, already divided by q; empty: chosen (best_betas.h)
  Index best_betas = 4;                      // how many are chosen
  BetaChoice choice = BetaChoice::opt;
  bool rotate = true;                          // rows normalised and rotated; else taken as they are
  BlockOrder block_order = BlockOrder::first;  // of ldlq
  Damping<reference::Rational> damping;        // of ldlq
};

}  // namespace quantcheck::check
