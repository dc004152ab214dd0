// The min-pivot order computed in integers.
#pragma once

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// The min_pivot_order (order.h) of a damped Hessian (n x n) that is positive definite, by fraction-free
/// elimination as in hessian/udu_fraction_free.h. The matrix that is left at each step is the Schur
/// complement times one positive number, so its diagonal is in the same order. After a pivot that is not
/// positive nothing more is eliminated, and the factorization reports that pivot later.
Order min_pivot_order_fraction_free(const Matrix<Rational>& hessian);

}  // namespace quantcheck::reference
