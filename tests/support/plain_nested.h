// Rotations and products of nested codes, computed one value at a time from their specification; and random
// codes.
#pragma once

#include <vector>

#include <quantcheck/optimized/nested_matrix.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/nestquant/matrix.h>

namespace quantcheck::test {

/// H x times `factor`, or divided by it where `divide` is set, in the float operations that docs/optimized.md
/// specifies.
std::vector<float> plain_rotation(std::vector<float> x, float factor, bool divide);

/// Random codes, indices and norms. Some rows are zero. The norms are small dyadic fractions.
optimized::NestedMatrix random_codes(check::Dice& dice, Index rows, Index cols, Code q, Index betas);

/// The points of a row's lattice blocks, stored as twice their coordinates. Those that padding decodes to are
/// included.
std::vector<reference::E8Point> points_of(const optimized::NestedMatrix& matrix, Index row);

/// Entry (row, column) of X W^T, in the float operations that docs/optimized.md specifies.
float plain_product(const optimized::NestedMatrix& x, Index row, const optimized::NestedMatrix& w,
                    Index column);

/// The row in the exact numbers of the reference.
reference::NestedRow<reference::Rational> exact_row(const optimized::NestedMatrix& matrix, Index row);
ScaledCodes<reference::Rational> exact_scheme(const ScaledCodes<float>& scheme);

}  // namespace quantcheck::test
