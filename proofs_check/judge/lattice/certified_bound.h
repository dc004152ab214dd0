// The bound of the loss of an LDLQ case from a factor in double.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/certified/interval.h>
#include <quantcheck/proofs_check/certified/lattice/block_columns.h>

namespace quantcheck::check {

/// For each step an interval that holds the largest eigenvalue of D_b, and the number that cell_losses has
/// for it.
///
/// Theorem. With T (I + K) as in CertifiedFactor, D_b = T_bb (I - F_bb - L L^T) T_bb^T, where L is what K has
/// in the rows of b to the right of it: the rows of (I + K) (I + K)^T = I - F. So the largest eigenvalue of
/// D_b is that of T_bb T_bb^T times a factor between 1 - p - f^2 and 1 + p, where p = g sum_{i in b} a_i^2 is
/// at least the norm of F_bb. The eigenvalue of T_bb T_bb^T, as exact numbers, is at most eigenvalue_bound,
/// and at least the Rayleigh quotient of any vector.
std::vector<Interval> largest_eigenvalues(const FactoredLattice& lattice);

/// The sum of beta^2 times that eigenvalue over all blocks.
Interval certified_bound(const FactoredLattice& lattice);

}  // namespace quantcheck::check
