// The factorization H = U D U^T by symmetric fraction-free (Bareiss) elimination in integers.
#pragma once

#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/work.h>

namespace quantcheck::reference {

/// The factor of a symmetric n x n matrix H of rationals, with integers for its numerators and denominators.
/// With L the least common denominator of H and M = L H at first, step j, from the last to the first,
/// computes
///     M_ik <- (M_jj M_ik - M_ij M_kj) / p,
/// where p is the pivot M_jj of the step before it, and 1 in the first step. By Sylvester's identity the
/// division is exact: every M_ik is a minor of L H (E. H. Bareiss, Math. Comp. 22 (1968), 565-578). Then
/// U_ij = M_ij / M_jj and D_j = M_jj / (p L).
///
/// The n trailing principal minors M_jj are all positive if and only if H is positive definite (Sylvester's
/// criterion). Throws NotPositiveDefinite where it is not. `work` is called before the elimination of each
/// step.
Udu<Rational> udu_fraction_free(const Matrix<Rational>& hessian, const Work& work = {});

/// An estimate of the limb products that udu_fraction_free needs for this matrix, from its size and the
/// length of its entries alone. Some 1e9 of them take a second.
double udu_fraction_free_cost(const Matrix<Rational>& hessian);

}  // namespace quantcheck::reference
