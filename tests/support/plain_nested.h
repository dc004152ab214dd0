// What rotations and products of nested codes are specified to be, a value at a time; and random codes.
#pragma once

#include <vector>

#include <quantcheck/optimized/nested_matrix.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/nestquant/matrix.h>

namespace quantcheck::test {

/// H x times `factor`, or divided by it, in the float operations of docs/optimized.md.
std::vector<float> plain_rotation(std::vector<float> x, float factor, bool divide);

/// Codes, indices and norms with a row of zeros here and there; the norms are small dyadic fractions.
optimized::NestedMatrix random_codes(check::Dice& dice, Index rows, Index cols, Code q, Index betas);

/// The doubled points of a row's blocks; what padding decodes to is there too.
std::vector<reference::E8Point> points_of(const optimized::NestedMatrix& matrix, Index row);

/// Entry (row, column) of X W^T in the float operations of docs/optimized.md.
float plain_product(const optimized::NestedMatrix& x, Index row, const optimized::NestedMatrix& w,
                    Index column);

/// The row as the reference has it.
reference::NestedRow<reference::Rational> exact_row(const optimized::NestedMatrix& matrix, Index row);
ScaledCodes<reference::Rational> exact_scheme(const ScaledCodes<float>& scheme);

}  // namespace quantcheck::test
