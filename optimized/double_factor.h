// The factor of a Hessian in double, with a proven bound on its rounding.
#pragma once

#include <vector>

#include <quantcheck/optimized/memory/buffer.h>
#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// The factor H = U D U^T in processing order, in double: U is unit upper triangular, D is diagonal. `panels`
/// holds the entries of -U. Eight columns make a panel; panel p holds rows 0 .. 8p + 7, row after row, with 0
/// in the place of the diagonal and of what is below it. At the end, rows and columns of the identity fill up
/// a multiple of 16.
struct DoubleFactor {
  Index in = 0;
  Order order;
  std::vector<double> pivots;  // D_j in processing order
  Buffer<double> panels;
  Index bad_step = -1;   // the step whose pivot stopped the factorization, -1: none; then there is no factor
  double bad_pivot = 0;  // that pivot

  /// U_ij for i < j.
  double entry(Index i, Index j) const;
};

/// Factors S H S, whose diagonal is `damped_diagonal` in place of its own. S is diagonal and holds `scaling`:
/// a power of two for each column, or nothing for the identity. The Hessian (in x in) is taken to be
/// symmetric, finite and such that no entry of S H S is beyond double's range; only one entry of each pair is
/// read. The factorization ends at a pivot that is not above (in + 1) 2^-53 of its diagonal entry, which
/// includes one that is not a number. Takes 8 in^2 bytes beside the Hessian while it runs, and returns half
/// of them. Throws Error where the Hessian is not square or not there, or another argument is of another
/// size.
DoubleFactor factor_in_double(MatrixView<const double> hessian, const std::vector<double>& damped_diagonal,
                              const Order& order, const std::vector<double>& scaling,
                              const Execution& execution = {});
DoubleFactor factor_in_double(MatrixView<const float> hessian, const std::vector<double>& damped_diagonal,
                              const Order& order, const std::vector<double>& scaling,
                              const Execution& execution = {});

/// The m of the bound on the factor's rounding, with u = 2^-53, gamma_m = m u / (1 - m u):
///     |A - U D U^T| <= gamma_m |U| D |U|^T, and therefore
///     |A - U D U^T|_ij <= gamma_m / (1 - gamma_m) d_i d_j,
/// where A is S H S as it was read, with the damped diagonal, and d_i = sqrt(a_ii) (Higham, Accuracy and
/// Stability of Numerical Algorithms, 2nd ed., Theorem 10.3; the second form is Cauchy's inequality with
/// sum_k u_ik^2 D_k <= a_ii / (1 - gamma_m)). double_factor.cpp derives it.
///
/// This is without underflow. An entry of A that is below the normal range differs from s_i h_ij s_j by
/// 2^-1074 at most, and all that happens below the normal range in an entry's own sums adds at most
/// (in + (sqrt(in) + 1) h) 2^-1074 to its bound, where h is no less than the diagonal of A.
Index roundings_of_factor(Index in);

}  // namespace quantcheck::optimized
