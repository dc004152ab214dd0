// The targets of the lattice blocks of some rows of an LDLQ case in double, and how far each may be off.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/certified/factor_group.h>
#include <quantcheck/proofs_check/certified/residuals.h>
#include <quantcheck/proofs_check/exact/lattice/scaled_target.h>

namespace quantcheck::check {

/// The lattice blocks of a factor, by step. The factor is referred to.
std::vector<FactorGroup> lattice_groups(const CertifiedFactor& factor);

/// What is added to the weights of a row, in double.
struct BlockCompensations {
  std::vector<double> value;  // by processing step, in the scaling of the factor
  std::vector<double> error;  // |value - c| is at most this
  Index first_error = 0;      // the first step whose error is not 0
};

/// The compensations c of all lattice blocks of a row: the target of the block at steps G = first .. first +
/// 7 is w_G + c_G, where c_G makes up for the errors e of the steps before `first`. `error` and `residual`
/// hold e and e U as computed (bounded_residuals) of the row, for a row that is usable.
///
/// Theorem. Let v be e U as computed, off by at most p_j (residual_rounding), and z the computed solution of
/// z U_GG = v_G, for which |v_j - (z U_GG)_j| <= s_j = gamma_10 (|v_j| + sum_{i<=j} |z_i| |U_ij|) (Higham,
/// Accuracy and Stability of Numerical Algorithms, 2nd ed., Theorem 8.5; one rounding more is that of U). The
/// errors e before `first` and e - z on G have residuals on G under the computed U of at most q_j = p_j +
/// s_j. By the theorem of residuals.h, which is applied to them, those under the exact U are at most
///     r_j = q_j + (g a_j sum_{i<j} |y_i| a_i + |y_{<j}| f^2 / 2) / (T_jj (1 - f))
/// with |y_i| <= T_ii (|v_i| + p_i) before `first` and |y_i| <= T_ii q_i on G. They would be 0 for z - e = c,
/// so that FactorGroup bounds c - (z - e) from r. The rounding of e and of z - e adds 2^-53 of each.
BlockCompensations block_compensations(const CertifiedFactor& factor, const std::vector<FactorGroup>& groups,
                                       const double* error, const double* residual);

/// The target of the lattice block at a step of a row. It is exact where all errors before it are 0.
BlockTarget bounded_target(const LatticeCase& c, const CertifiedFactor& factor, Index row, Index step,
                           const BlockCompensations& compensations);

}  // namespace quantcheck::check
