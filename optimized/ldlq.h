// LDLQ: nested lattice codes of a layer's weights, each lattice block compensated for the errors before it.
#pragma once

#include <quantcheck/optimized/factor.h>
#include <quantcheck/optimized/nested_codes.h>

namespace quantcheck::optimized {

/// The factor H = U D U^T of the damped Hessian by lattice blocks of eight columns, where U is block unit
/// upper triangular in the order of the blocks. It is what errors are propagated with, rounded to float.
struct BlockFactor {
  Index in = 0;
  BlockOrder block_order = BlockOrder::first;
  Order order;  // order of the columns, which stay as they are within a block
  FactorStatus status;
  Buffer<float> panels;  // as in Factor, with the identity in the place of each panel's own triangle
};

/// Factors a Hessian (in x in, exactly symmetric) as `factorize` does, by `options` with natural order and
/// Method::nearest_plane. Of its U = U' T, where T is block diagonal, it returns the block factor U'. Where 8
/// does not divide the number of columns, the last lattice block is shorter, and only BlockOrder::first is
/// possible. Throws Error as `factorize` does, and for other options or block orders.
BlockFactor factorize_blocks(MatrixView<const float> hessian, BlockOrder block_order,
                             const FactorOptions& options, const Execution& execution = {});
BlockFactor factorize_blocks(MatrixView<const double> hessian, BlockOrder block_order,
                             const FactorOptions& options, const Execution& execution = {});

/// A layer in nested codes: out rows of ceil(in / 8) lattice blocks, coded as in NestedCodes. A block that is
/// shorter is padded with zeros.
struct NestedLayer {
  Index out = 0;
  Index in = 0;
  Buffer<std::uint8_t> code;        // eight for each lattice block
  Buffer<std::uint8_t> beta_index;  // one for each lattice block
  Buffer<std::uint8_t> overload;    // one for each lattice block
  FactorStatus status;
};

/// Quantizes weights (out x in, with any stride of at least in) by block LDLQ (A. Tseng et al., arXiv
/// 2402.04396; NestQuant, arXiv 2502.09720). For each row and lattice block b, the target
///     t_b = w_b + sum over blocks a before b of e_a U_ab
/// is encoded as nested_encode does, where e_a is w_a less what the codes of block a stand for. The result is
/// the same on every target, for any number of threads and any partition of the rows. The arithmetic is
/// float; docs/optimized.md specifies it in full. Throws Error, naming the place, for a weight that is not
/// finite, and for a target that is not below 2^21 times the smallest beta in magnitude; for `codes` it
/// throws as nested_encode does.
NestedLayer ldlq(MatrixView<const float> weight, const BlockFactor& factor, const ScaledCodes<float>& codes,
                 BetaChoice choice, const Execution& execution = {});

}  // namespace quantcheck::optimized
