// A stored product of a scale and a lattice point's coordinate.
#pragma once

#include <quantcheck/proofs_check/exact/lattice/scaled_target.h>

namespace quantcheck::check {

/// Whether `value`, as stored in `format`, is beta times twice / 2 by one multiplication in the arithmetic:
/// within half a unit in the last place of the exact product, so correctly rounded, ties either way. A beta
/// or a coordinate that is no number of the arithmetic, or tf32, whose operands lose bits, allows three half
/// units more; a format coarser than the arithmetic, its own half unit. Of `exact` arithmetic they have to be
/// equal.
bool is_product(double value, const Beta& beta, Code twice, Arithmetic arithmetic, FloatFormat format);

}  // namespace quantcheck::check
