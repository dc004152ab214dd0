// The test of a stored product of a beta and a lattice point's coordinate.
#pragma once

#include <quantcheck/proofs_check/exact/lattice/scaled_target.h>

namespace quantcheck::check {

/// Whether `value`, as stored in `format`, is beta times twice / 2 by one multiplication in the arithmetic.
/// It has to be within half a unit in the last place of the exact product, so that it is correctly rounded,
/// with ties either way. Three half units more are allowed where beta or the coordinate is no number of the
/// arithmetic, and in tf32, whose operands lose bits. Where the format is coarser than the arithmetic, its
/// own half unit is allowed, too. In `exact` arithmetic the two have to be equal.
bool is_product(double value, const Beta& beta, Code twice, Arithmetic arithmetic, FloatFormat format);

}  // namespace quantcheck::check
