// Products of a matrix and vectors in doubled precision, with a proven bound on their error.
#pragma once

#include <span>
#include <vector>

#include <quantcheck/optimized/options.h>
#include <quantcheck/optimized/pairs.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// Returns A x for each of the vectors x (of A.cols entries). Four vectors at a time share each read of A.
/// The result has hi = hi + lo rounded to double. Throws Error where A is not there or a vector has another
/// size.
std::vector<Pairs> multiply_pairs(MatrixView<const double> a, std::span<const Pairs> vectors,
                                  const Execution& execution = {});

/// Returns A^T x for each of the vectors x (of A.rows entries), in the same way.
std::vector<Pairs> multiply_pairs_transposed(MatrixView<const double> a, std::span<const Pairs> vectors,
                                             const Execution& execution = {});

/// Upper bounds on the error of one entry of these products, for a matrix of so many columns, or of so many
/// rows where it is transposed: the entry is off by no more than this times the entry of |A| |x|. That is
/// without underflow, which adds 2^-1073 for each product, and holds unless an entry is not finite. For 4096
/// it is 2^-88 and 2^-89.7. pair_products.cpp derives it.
double pair_product_error(Index columns);
double transposed_pair_product_error(Index rows);

}  // namespace quantcheck::optimized
