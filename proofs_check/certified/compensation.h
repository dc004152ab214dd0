// The changes of the weights of a group of columns that make up for the errors of some rows, in double.
#pragma once

#include <span>

#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// Changes c of the weights of a group of steps in some rows (rows x steps of the group), in the scaling of the
/// factor. In rows that are not usable (RowErrors) nothing is said.
struct Compensations {
  reference::Matrix<double> value;
  reference::Matrix<double> error;  // |value - c| is at most this
  bool usable = true;               // whether all rows are
};

/// The changes c that compensate for the errors e of the steps before `begin`, for steps G = begin .. end - 1:
/// with these, the residuals of e - c vanish on G, where c counts like an error. `leading` is the factor up to
/// `end` (leading_factor).
///
/// Theorem. Let r be the residuals on G, for the exact U, of the errors e before G and of -v on G, where v is
/// what c is computed to. They are bounded as in residuals.h, and c - v = r U_GG^-1. With the exact factor
/// T (I + K) of CertifiedFactor, U_GG^-1 = D^(1/2) (I + K_GG)^-1 T_GG^-1, where D^(1/2) is the computed one
/// times 1 + K_jj. So with z_i = |r_i| sqrt(D_i) (1 + f) and the norm t_k of column k of T_GG^-1
///     |c_k - v_k| <= sum_{i<=k} z_i |T_GG^-1|_ik + |z_{<=k}| t_k f / (1 - f).
/// Let N be the computed inverse of U_GG as it is stored, whose rows solve n U = (a row of I), so that
/// |N U - I| <= gamma_m |N| |U| with m = |G| + 1, and M = D^(-1/2) N. Then T_GG^-1 - M = (I - M T) T_GG^-1, so
/// that with the Frobenius norm h of I - M T, |T_GG^-1|_ik is at most |M_ik| + h t_k, and t_k at most the norm
/// of column k of M divided by 1 - h.
Compensations compensations(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                            const CertifiedFactor& leading, Index begin, std::span<const Index> rows);

}  // namespace quantcheck::check
