// The codes of dequantized weights, found from their grid.
#pragma once

#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>
#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// The codes of dequantized weights, and the format that these were rounded to.
struct RecoveredCodes {
  reference::Codes codes;
  FloatFormat format;
};

/// The codes of `dequantized` (out x in, F64 F32 F16 BF16) for a grid of as many rows and columns. An integer
/// c is an entry's code if scale * (c - zero) rounds to the stored value in the tensor's format, to nearest
/// and ties to even. It may do so in either of two ways, since implementations do the one or the other: at
/// once, from the exact product; or by a product rounded to float32 before, where the scale is a float32
/// number and |c - zero| <= 2^24. On a table of levels it is recover_levels. Integers on a grid that has
/// offsets are refused.
///
/// Where that is not so, and the numbers show that they were rounded to a 16-bit format (recognised_format),
/// they are read as numbers of that format: somebody widened them. There, too, the code of each entry has to
/// be the only one.
///
/// Throws Error naming file, tensor and place unless exactly one integer is such a code of each entry and it
/// lies in the grid's range. Where there is none, the nearest code and its value are shown; where there are
/// several, the format is too coarse for the scale. The message ends with the columns, or else the rows, of
/// which all entries have codes.
RecoveredCodes recover_codes(const TensorView& dequantized, const Grid<double>& grid, Index out);

}  // namespace quantcheck::check
