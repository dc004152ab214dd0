// The options of a layer of lattice codes.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/quantize/options.h>

namespace quantcheck::check {

/// nestquant (arXiv 2502.09720) quantizes every block of eight values of a row by itself. ldlq compensates
/// each block for the errors of the blocks before it, with the layer's Hessian.
enum class LatticeMethod { nestquant, ldlq };

/// What can be asked of a layer of lattice codes.
struct LatticeOptions {
  LatticeMethod method = LatticeMethod::nestquant;
  Arithmetic arithmetic = Arithmetic::fp32;  // exact is the other one that can be asked for
  // The nesting ratio: 2 .. 256, or in exact arithmetic 2 .. reference::max_nesting_ratio.
  Code q = 14;
  std::vector<float> betas;  // ascending, already divided by q; if empty they are chosen (best_betas.h)
  Index best_betas = 4;      // how many betas are chosen
  BetaChoice choice = BetaChoice::opt;
  bool rotate = true;  // whether rows are normalised and rotated, or taken as they are
  BlockOrder block_order = BlockOrder::first;  // of ldlq
  Damping<reference::Rational> damping;        // of ldlq
};

}  // namespace quantcheck::check
