// A column of the Hessian's Schur complements, refined until a residual can be told from its sign.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/certified/hessian_product.h>

namespace quantcheck::check {

/// Column j of the Schur complement of H that is left when the steps after j are eliminated, in the scaling
/// and the order of a CertifiedFactor: p_i = H_ij - H_iB H_BB^-1 H_Bj for i <= j, where B is j + 1 .. in - 1.
/// As p_j = D_j and p_i = D_j U_ij, the residual of a row is v_j = (sum_{i<=j} e_i p_i) / p_j.
///
/// Such a column may also be one that compensates: then B is begin .. in - 1, j is one of B, and p_i is entry
/// j of H_iB H_BB^-1 for i < begin. If all errors before `begin` are given, the best changes of the weights
/// of B add sum_{i<begin} e_i p_i to weight j, as in GPTQ.
struct SchurColumn {
  Index step = 0;      // j
  Index begin = 0;     // of B
  PairVector entries;  // p_0 .. p_(begin - 1)
  double error = 0;    // p_i is off by at most error * d_i
  // What H was multiplied with: on B near the solution of its equations, before it 1 at j, and 0 elsewhere.
  PairVector vector;

  /// What (H u)_i would be for an exact solution, for a step i of B.
  double right_hand_side(Index i) const { return i == step ? 1 : 0; }
};

/// The columns of some steps.
///
/// Theorem. For any vector x on B, let u be 1 at j, -x on B and 0 elsewhere, and let r = (H u)_B. Then for
/// i <= j, p_i = (H u)_i - H_iB H_BB^-1 r, and by Cauchy and Schwarz in the inner product of H_BB^-1
///     |H_iB H_BB^-1 r| <= sqrt(H_iB H_BB^-1 H_Bi) sqrt(r^T H_BB^-1 r) <= d_i |T_BB^-1 r| / sqrt(1 - f),
/// since the Schur complement h_ii - H_iB H_BB^-1 H_Bi is positive, and H_BB = T_BB (I - F_BB) T_BB^T, T
/// being upper triangular. So u is improved by the factor as computed, until the residual r gets no smaller.
///
/// With z = T_BB^-1 r as computed, (T_BB + E) z = r with |E| <= gamma |T_BB|, so that |T_BB^-1 r| is at most
/// |z| + |T_BB^-1 E z| <= |z| (1 + gamma sqrt(1 + g) |a|), by the norms of rows of T as in CertifiedFactor.
/// What r is off by adds at most |a| times the largest share that it has in d_i.
///
/// For a column that compensates, u is x on B and 0 elsewhere, r is (H u)_B less 1 at j, and the same holds.
std::vector<SchurColumn> schur_columns(const CertifiedFactor& factor, const HessianProduct& hessian,
                                       const std::vector<Index>& steps);

/// At least |T_BB^-1 r|, by the theorem above, for z as computed from r rounded to double, where B begins at
/// the step that r begins at. `off` is the share of d_i by which each r_i may be off in that.
double bound_of_rest(const CertifiedFactor& factor, const std::vector<double>& z, double off);

/// The largest |r_i| / d_i, for r on the steps from `begin` on.
double largest_share(const CertifiedFactor& factor, const std::vector<double>& r, Index begin);

/// The error of a column that compensates which leaves few roundings to float32 in doubt.
inline constexpr double compensation_goal = 0x1p-48;

/// The columns that compensate, for some steps from `begin` on, refined until their error is at most `goal`.
std::vector<SchurColumn> compensating_columns(const CertifiedFactor& factor, const HessianProduct& hessian,
                                              Index begin, const std::vector<Index>& steps,
                                              double goal = compensation_goal);

}  // namespace quantcheck::check
