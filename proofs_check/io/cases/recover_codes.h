// The codes of dequantized weights, found from their grid.
#pragma once

#include <quantcheck/proofs_check/io/formats/tensor_bundle.h>
#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// The codes of `dequantized` (out x in, F64 F32 F16 BF16) for a grid of as many rows and columns. An integer
/// c is an entry's code if scale * (c - zero) rounds to the stored value in the tensor's format, to nearest
/// and ties to even. It may do so in either of two ways, since implementations do the one or the other: at
/// once, from the exact product; or by a product rounded to float32 before, where the scale is a float32
/// number and |c - zero| <= 2^24.
///
/// Throws Error naming file, tensor and place unless exactly one integer is such a code and it lies in the
/// grid's range. Where there is none, the nearest code and its value are shown; where there are several, the
/// format is too coarse for the scale.
reference::Codes recover_codes(const TensorView& dequantized, const Grid<double>& grid, Index out);

}  // namespace quantcheck::check
