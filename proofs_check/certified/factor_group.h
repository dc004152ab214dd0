// A group of neighbouring steps of a factor, whose part of it is solved with a bound.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::check {

/// U_GG for the steps G = begin .. end - 1 of a factor.
reference::Matrix<double> group_upper(const CertifiedFactor& factor, Index begin, Index end);

/// Solutions c of c U_GG = v for the steps G = begin .. end - 1 of a factor, which is referred to.
///
/// Theorem. Let r be a bound of |v - c' U_GG| for the exact U and some c'. Then c - c' = r' U_GG^-1 with |r'|
/// <= r. With the exact factor T (I + K) of CertifiedFactor, U_GG^-1 = D^(1/2) (I + K_GG)^-1 T_GG^-1, where
/// D^(1/2) is the computed one times 1 + K_jj. So with z_i = r_i sqrt(D_i) (1 + f) and the norm t_k of column
/// k of T_GG^-1
///     |c_k - c'_k| <= sum_{i<=k} z_i |T_GG^-1|_ik + |z_{<=k}| t_k f / (1 - f).
/// Let N be the computed inverse of U_GG as it is stored, whose rows solve n U = (a row of I), so that |N U -
/// I| <= gamma_m |N| |U| with m = |G| + 1, and M = D^(-1/2) N. Then T_GG^-1 - M = (I - M T) T_GG^-1, so that
/// with the Frobenius norm h of I - M T, |T_GG^-1|_ik is at most |M_ik| + h t_k, and t_k at most the norm of
/// column k of M divided by 1 - h.
class FactorGroup {
 public:
  FactorGroup(const CertifiedFactor& factor, Index begin, Index end);

  Index size() const { return size_; }

  /// Whether h is so small that something is known of the inverse.
  bool is_known() const;

  /// Writes the solution of c U_GG = v, as computed, to `c`; both have an entry for each step of the group.
  void solve(const double* v, double* c) const;

  /// U_GG, and its entries.
  const reference::Matrix<double>& upper() const { return upper_; }
  double upper(Index i, Index j) const { return upper_(i, j); }

  /// Writes the bound of |c_k - c'_k| from that of r_k to `error`, where is_known().
  void bound(const double* r, double* error) const;

 private:
  const CertifiedFactor& factor_;
  Index begin_;
  Index size_;
  reference::Matrix<double> upper_;    // U_GG
  reference::Matrix<double> inverse_;  // N
  double inverse_error_ = 0;           // h
  std::vector<double> column_norm_;    // t_k
};

}  // namespace quantcheck::check
