// Products of matrices from their nested lattice codes.
#pragma once

#include <quantcheck/optimized/nested_matrix.h>
#include <quantcheck/optimized/options.h>

namespace quantcheck::optimized {

/// y = X W^T, x.rows x w.rows, from the codes: what x and w stand for, which must be rotated alike and have
/// equally many columns n; their nesting ratios and betas may differ. A vector is a matrix of one row. arXiv
/// 2502.09720, Algorithm 4.
///
/// y_rs = |x_r| |w_s| / (4 n) sum_b beta_b beta'_b d_b, where d_b is the inner product of the doubled points
/// of block b, an exact integer; what padding decodes to does not count. In float, sum = fma(d_b, beta_b
/// beta'_b, sum) from 0, block after block; then in double (sum (|x_r| / (4 n))) |w_s|, rounded once to
/// float. With u = 2^-24 and B blocks it is within ((1 + u)^(B + 3) - 1) |x_r| |w_s| / (4 n) sum_b beta_b
/// beta'_b |d_b| + 2^-149 of the exact value. Throws Error where shapes differ, or where a result, whose
/// place it names, is beyond float's range.
void multiply(const NestedMatrix& x, const NestedMatrix& w, MatrixView<float> y,
              const Execution& execution = {});

}  // namespace quantcheck::optimized
