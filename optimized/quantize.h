// The batched nearest plane, and GPTQ as published: codes for the weights of a layer.
#pragma once

#include <cstdint>

#include <quantcheck/optimized/factor.h>
#include <quantcheck/optimized/memory/buffer.h>
#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// A quantized layer: w[row][column] is nearly scale * (code - zero), with scale and zero from `grid`.
struct Quantized {
  Index out = 0;
  Index in = 0;
  Buffer<std::int32_t> codes;  // out x in, row-major, columns in their own order
  Grid<float> grid;
  Order order;  // order[k] was processed k-th
  FactorStatus status;
};

/// Quantizes weights (out x in, with any stride of at least in) on a grid fitted to them. Codes, scales and
/// status are the same on every target and for any number of threads, whatever the partition of the rows. The
/// arithmetic is float: every target t_j is w_j plus the sum over blocks of 256 processing steps of a chain
/// of fused multiply-adds, earliest step first. Throws Error, naming the place, for a weight that is not
/// finite, for a scale or a target that leaves float's range, and (without clipping) for a code that is not
/// below 2^24 in magnitude; throws Error for options out of range as well. docs/optimized.md specifies
/// arithmetic and memory in full.
Quantized quantize(MatrixView<const float> weight, const Factor& factor, const GridOptions& options,
                   const Execution& execution = {});

/// Does the same on a grid that is given. Its scales (out x groups) have to be positive and finite; |zero|
/// and the ends of its range, where it has them, have to be below 2^22 in magnitude. Throws Error where they
/// are not.
Quantized quantize(MatrixView<const float> weight, const Factor& factor, const Grid<float>& grid,
                   Rounding rounding, const Execution& execution = {});

}  // namespace quantcheck::optimized
