// The codes of dequantized weights on a table of levels.
#pragma once

#include <quantcheck/proofs_check/io/cases/recover_codes.h>

namespace quantcheck::check {

/// recover_codes for a grid that has levels. A place of the table is an entry's code if scale * (level -
/// zero) + offset rounds to the stored value in the tensor's format, to nearest and ties to even: at once,
/// from the exact value; or from the product and sum that are rounded to float32 before, where all that they
/// are computed from are float32 numbers. `dequantized` has the shape of the grid, which recover_codes
/// checks. Of places of equal level the least is taken. Throws Error naming file, tensor and place unless
/// exactly one level gives each entry.
RecoveredCodes recover_levels(const TensorView& dequantized, const Grid<double>& grid);

}  // namespace quantcheck::check
