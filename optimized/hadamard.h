// Rows times a Hadamard matrix, by a fast transform.
#pragma once

#include <vector>

#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// y = H x / sqrt(n) for every row x of n values: n = 2^k with Sylvester's matrix, or n = m 2^k with a matrix
/// of order m = 12, 20, 28, 108 or 172 Kronecker Sylvester's; entry for entry that of
/// reference/nestquant/hadamard.h.
///
/// In float, in k stages, the base matrix and one product with the float nearest to 1 / sqrt(n):
/// docs/optimized.md has the order. With d = k, or k + 1 + m / 4 where there is a base, and u = 2^-24, every
/// y_i is within ((1 + u)^(d + 2) - 1) sum |x_j| / sqrt(n) + 2^-150 of the exact one (N. J. Higham, Accuracy
/// and Stability of Numerical Algorithms, section 4.2: a sum by a tree of depth d). x and y are the same,
/// with the same stride, or do not overlap. Throws Error for other n or shapes that differ, and, naming the
/// row, where a result is not finite: then y holds whatever was computed.
void rotate_rows(MatrixView<const float> x, MatrixView<float> y, const Execution& execution = {});

/// y = H x / |x|, whose values have the mean square 1, and the norms |x| as floats (arXiv 2502.09720,
/// Algorithm 3). A row of zeros stays zero, with the norm 0. Squares are summed in double, so that with n <=
/// 2^28 a norm is one of the two floats around the exact one, and the bound is the one above with d + 1 for d
/// + 2 and that norm for sqrt(n). Refuses what rotate_rows refuses, and a norm that no normal or denormal
/// float holds.
std::vector<float> normalise_rows(MatrixView<const float> x, MatrixView<float> y,
                                  const Execution& execution = {});

}  // namespace quantcheck::optimized
