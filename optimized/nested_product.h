// Products of matrices, computed from their nested lattice codes.
#pragma once

#include <quantcheck/optimized/nested_matrix.h>
#include <quantcheck/optimized/options.h>

namespace quantcheck::optimized {

/// Writes y = X W^T (x.rows x w.rows), where X and W are what the codes x and w stand for. They must be
/// rotated alike and have equally many columns n; their nesting ratios and betas may differ. A vector is a
/// matrix of one row. This is Algorithm 4 of arXiv 2502.09720:
///     y_rs = |x_r| |w_s| / (4 n) sum_b beta_b beta'_b d_b.
/// Here d_b is the inner product of the doubled points of lattice block b, an exact integer; what padding
/// decodes to does not count. The sum is taken in float, sum = fma(d_b, beta_b beta'_b, sum) from 0, block
/// after block. The result (sum (|x_r| / (4 n))) |w_s| is taken in double, and rounded once to float. With
/// u = 2^-24 and B blocks it is within
///     ((1 + u)^(B + 3) - 1) |x_r| |w_s| / (4 n) sum_b beta_b beta'_b |d_b| + 2^-149
/// of the exact value. Throws Error where shapes differ, and, naming its place, for a result beyond float's
/// range.
void multiply(const NestedMatrix& x, const NestedMatrix& w, MatrixView<float> y,
              const Execution& execution = {});

}  // namespace quantcheck::optimized
