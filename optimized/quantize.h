// The batched nearest plane, and GPTQ as published: codes for the weights of a layer.
#pragma once

#include <cstdint>

#include <quantcheck/optimized/factor.h>
#include <quantcheck/optimized/memory/buffer.h>
#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// A quantized layer: w[row][column] is nearly grid.scale * (code - grid.zero), see Grid.
struct Quantized {
  Index out = 0;
  Index in = 0;
  Buffer<std::int32_t> codes;  // out x in, row-major, columns in their own order
  Grid<float> grid;
  Order order;  // order[k] was processed k-th
  FactorStatus status;
};

/// Quantizes weights (out x in, any stride from in on) on a grid fitted to them. The same codes, scales and
/// status on every target and for any number of threads, whatever the partition of the rows. Float
/// arithmetic; every target t_j is w_j + sum over blocks of 256 processing steps of a chain of fused
/// multiply-adds, earliest step first. Throws Error, naming the place, for a weight that is not finite,
/// options out of range, a scale or a target that leaves float's range, or (without clipping) a code that is
/// not below 2^24 in magnitude. Arithmetic and memory, in full: docs/optimized.md.
Quantized quantize(MatrixView<const float> weight, const Factor& factor, const GridOptions& options,
                   const Execution& execution = {});

/// The same on a grid that is given: out x groups scales, positive and finite; |zero| and the ends of the
/// range, where it has them, below 2^22.
Quantized quantize(MatrixView<const float> weight, const Factor& factor, const Grid<float>& grid,
                   Rounding rounding, const Execution& execution = {});

}  // namespace quantcheck::optimized
