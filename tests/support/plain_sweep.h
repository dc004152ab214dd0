// The sweep, computed again one row and one column at a time: the codes that quantize promises to the last
// bit.
#pragma once

#include <cstdint>
#include <vector>

#include <quantcheck/optimized/quantize.h>

namespace quantcheck::test {

/// Codes (out x in, row-major) of weights (out x in) on a given grid, from the entries of the factor's
/// panels. Dead inputs are treated as the factor's status says. No value may leave the range of float.
std::vector<std::int32_t> plain_sweep(const MatrixView<const float>& weight, const optimized::Factor& factor,
                                      const Grid<float>& grid, Rounding rounding);

/// The scales and zeros of GroupScales::current. They are found while the rows are swept, with codes in
/// `range`.
Grid<float> plain_current_grid(const MatrixView<const float>& weight, const optimized::Factor& factor,
                               const optimized::GridOptions& options, const CodeRange& range);

}  // namespace quantcheck::test
