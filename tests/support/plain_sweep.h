// The sweep once more, a row and a column at a time: what quantize promises to the last bit.
#pragma once

#include <cstdint>
#include <vector>

#include <quantcheck/optimized/quantize.h>

namespace quantcheck::test {

/// Codes (out x in, row-major) of weights on a given grid, from the entries of the factor's panels. Dead
/// inputs are treated as the factor's status says. Nothing may leave float's range.
std::vector<std::int32_t> plain_sweep(const MatrixView<const float>& weight, const optimized::Factor& factor,
                                      const Grid<float>& grid, Rounding rounding);

/// Scales and zeros of GroupScales::current, which come about while the rows are swept with codes of that
/// range.
Grid<float> plain_current_grid(const MatrixView<const float>& weight, const optimized::Factor& factor,
                               const optimized::GridOptions& options, const CodeRange& range);

}  // namespace quantcheck::test
