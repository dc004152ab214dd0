// Products of rows and a Hadamard matrix, by a fast transform.
#pragma once

#include <vector>

#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// Writes y = H x / sqrt(n) for every row x of n values. Where n = 2^k, H is Sylvester's matrix; where
/// n = m 2^k, it is the Kronecker product of a matrix of order m = 12, 20, 28, 108 or 172 and Sylvester's.
/// Entry for entry it is the matrix of reference/nestquant/hadamard.h.
///
/// The arithmetic is float: k stages, the base matrix of order m, and one product with the float nearest to
/// 1 / sqrt(n), in the order that docs/optimized.md specifies. Let u = 2^-24 and d = k, or d = k + 1 + m / 4
/// where there is a base matrix. Then every y_i is within
///     ((1 + u)^(d + 2) - 1) sum |x_j| / sqrt(n) + 2^-150
/// of the exact one (N. J. Higham, Accuracy and Stability of Numerical Algorithms, section 4.2: a sum by a
/// tree of depth d).
///
/// x and y are the same, with the same stride, or do not overlap. Throws Error for other n, for shapes that
/// differ, and, naming the row, for a result that is not finite; y then holds whatever was computed.
void rotate_rows(MatrixView<const float> x, MatrixView<float> y, const Execution& execution = {});

/// Writes y = H x / |x|, whose values have the mean square 1, and returns the norms |x| as floats (arXiv
/// 2502.09720, Algorithm 3). A row of zeros stays zero and has the norm 0. Squares are summed in double, so
/// that for n <= 2^28 a norm is one of the two floats around the exact one. The bound is the one above, with
/// d + 1 in place of d + 2 and that norm in place of sqrt(n). Throws Error as rotate_rows does, and, naming
/// the row, for a norm that no normal or denormal float holds.
std::vector<float> normalise_rows(MatrixView<const float> x, MatrixView<float> y,
                                  const Execution& execution = {});

}  // namespace quantcheck::optimized
