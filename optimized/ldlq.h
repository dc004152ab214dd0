// LDLQ: nested lattice codes for the weights of a layer, each block compensated for the errors before it.
#pragma once

#include <quantcheck/optimized/factor.h>
#include <quantcheck/optimized/nested_codes.h>

namespace quantcheck::optimized {

/// H = U D U^T of the damped Hessian by blocks of eight columns, U block unit upper triangular in the order
/// of the blocks: what errors are propagated with, rounded to float.
struct BlockFactor {
  Index in = 0;
  BlockOrder block_order = BlockOrder::first;
  Order order;  // of the columns; within blocks as they stand
  FactorStatus status;
  Buffer<float> panels;  // as those of Factor, with the identity in the place of each panel's own triangle
};

/// Factors a Hessian as `factorize` does, by `options` with natural order and Method::nearest_plane, and
/// makes of U = U' T, T block diagonal, the block factor U'. Where 8 does not divide the columns the last
/// block is shorter, and only BlockOrder::first will do. Throws Error as factorize does, and for other
/// options or block orders.
BlockFactor factorize_blocks(MatrixView<const float> hessian, BlockOrder block_order,
                             const FactorOptions& options, const Execution& execution = {});
BlockFactor factorize_blocks(MatrixView<const double> hessian, BlockOrder block_order,
                             const FactorOptions& options, const Execution& execution = {});

/// A layer in nested codes: out rows of ceil(in / 8) blocks, as NestedCodes has them. The padding of a block
/// that is shorter is zeros.
struct NestedLayer {
  Index out = 0;
  Index in = 0;
  Buffer<std::uint8_t> code;        // eight for each block
  Buffer<std::uint8_t> beta_index;  // one for each block
  Buffer<std::uint8_t> overload;    // likewise
  FactorStatus status;
};

/// For each row and block b, t_b = w_b + the sum over blocks a before it of e_a U_ab, with e = w - what the
/// codes stand for, is encoded as nested_encode does. Block LDLQ (A. Tseng et al., arXiv 2402.04396;
/// NestQuant, arXiv 2502.09720). The same on every target, for any number of threads and partition of the
/// rows. Weights out x in, any stride from in on; float arithmetic, in full: docs/optimized.md. Throws Error,
/// naming the place, for a weight that is not finite, codes as nested_encode does, or a target that is not
/// below 2^21 of the smallest beta.
NestedLayer ldlq(MatrixView<const float> weight, const BlockFactor& factor, const ScaledCodes<float>& codes,
                 BetaChoice choice, const Execution& execution = {});

}  // namespace quantcheck::optimized
