// The residuals of some rows in double, and how far each of them may be off.
#pragma once

#include <span>
#include <vector>

#include <quantcheck/proofs_check/certified/carried_errors.h>
#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/certified/interval.h>
#include <quantcheck/proofs_check/certified/residual_rounding.h>
#include <quantcheck/proofs_check/certified/row_errors.h>

namespace quantcheck::check {

/// The residuals v = e U of some rows (count x in, by row and processing step), in the same scaling as their
/// errors. In rows that are not usable nothing is said.
struct Residuals {
  reference::Matrix<double> value;
  reference::Matrix<double> error;  // |value - v| is at most this
  std::vector<RowSums> sums;        // over all steps; for plain rounding, none
};

/// The residuals of rows under a hypothesis.
///
/// Theorem. Let T (I + K) be the exact factor, as in CertifiedFactor, and y = e T for the exact e. Then
///     v_j = (y_j (1 + K_jj) + sum_{i<j} y_i K_ij) / (T_jj (1 + K_jj)),
/// and y_j / T_jj is entry j of e U for the computed U. As K + K^T + K K^T = -F with K upper triangular, K_ij
/// = -F_ij - (K K^T)_ij for i < j; the column (K K^T)_{<j,j} has a norm of at most |K|^2 / 2, since it is the
/// product of two separate sets of rows of K; and 1 + K_jj >= 1 - f. So
///     |v_j - (e U)_j| <= (g a_j sum_{i<j} |y_i| a_i + |y_{<j}| f^2 / 2) / (T_jj (1 - f)).
/// To this comes what rounding makes of (e U)_j: at most gamma_{m+3} (|e_j| + |e_{<j}| |U_{<j,j}|): m for the
/// products, two for e, and one for U (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed.,
/// section 3.1).
///
/// Where the hypothesis says that error is not carried from one block to the next, e is that of the block
/// alone, since y_i is then 0 before the block.
Residuals bounded_residuals(const CertifiedFactor& factor, const Hypothesis& hypothesis,
                            const RowErrors& errors);

/// The residuals of a group of steps G alone (count x steps of the group), from what the errors before it are
/// known to make of them. `errors` are those on G, `upper` is U_GG (group_upper), and `rows` are the rows of
/// the case, whose sums over the steps before are at the same places in `before`.
///
/// Of the products with U_GG, which are summed in any order, a term passes |G| + 1 roundings at most, with
/// the one that adds them to what is carried; a term of that passes one more than before.
Residuals bounded_residuals_of_group(const CertifiedFactor& factor, const CarriedErrors& carried,
                                     const reference::Matrix<double>& upper,
                                     const reference::Matrix<double>& errors, std::span<const Index> rows,
                                     std::span<const RowSums> before);

/// The same for plain rounding, for which v = e.
Residuals plain_residuals(const RowErrors& errors);

/// The loss sum_j D_j v_j^2 of each row, or what is known of it. It is e H e^T where error is carried from
/// every step to all later ones.
///
/// Theorem. With y and F as above, e H e^T = |y|^2 - e dH e^T, and |e dH e^T| <= g (sum_i |e_i| d_i)^2. Let
/// r_j be the part of the bound above that rounding makes; then |y_j| / T_jj differs from the computed value
/// by at most r_j.
///
/// Where error is carried inside blocks only, the sum is not e H e^T: of every block it is the part up to the
/// block's end, to which the inverse of the rest of H contributes. Then every residual and every pivot
/// (pivot_error) counts with its own bound.
std::vector<Interval> losses(const CertifiedFactor& factor, const Hypothesis& hypothesis,
                             const RowErrors& errors, const Residuals& residuals);

/// The same for rows of which nothing else is asked.
std::vector<Interval> losses(const CertifiedFactor& factor, const Hypothesis& hypothesis,
                             const RowErrors& errors);

}  // namespace quantcheck::check
