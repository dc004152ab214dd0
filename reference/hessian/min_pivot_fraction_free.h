// The min-pivot order in integers.
#pragma once

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// min_pivot_order (order.h) of a damped Hessian that is positive definite, by fraction-free elimination as
/// in hessian/udu_fraction_free.h: what is left at a step is the Schur complement times one positive number,
/// so that its diagonal is in the same order. After a pivot that is not positive nothing more is eliminated;
/// the factorization reports it.
Order min_pivot_order_fraction_free(const Matrix<Rational>& hessian);

}  // namespace quantcheck::reference
