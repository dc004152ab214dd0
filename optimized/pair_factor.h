// The factor of a Hessian in doubled precision, for one that double cannot factor, with a proven bound on its
// rounding.
#pragma once

#include <vector>

#include <quantcheck/optimized/double_factor.h>
#include <quantcheck/optimized/pairs.h>

namespace quantcheck::optimized {

/// The factor H = U D U^T in processing order, in pairs of doubles hi + lo with hi = hi + lo rounded: U is
/// unit upper triangular, D is diagonal.
struct PairFactor {
  Index in = 0;
  Order order;
  Pairs pivots;          // D_j in processing order
  Buffer<Pair> panels;   // -U as in a DoubleFactor; the memory of a row of a panel is eight hi, then eight lo
  Index bad_step = -1;   // the step whose pivot stopped the factorization, -1: none; then there is no factor
  double bad_pivot = 0;  // that pivot, rounded

  /// U_ij for i < j.
  Pair entry(Index i, Index j) const;
};

/// Factors S H S as factor_in_double does (double_factor.h), with a diagonal of pairs in place of its own.
/// The factorization ends at a pivot that is not above pair_factor_error(in) of its diagonal entry. Takes 16
/// in^2 bytes beside the Hessian while it runs, and returns half of them. Throws Error where factor_in_double
/// does.
PairFactor factor_in_pairs(MatrixView<const double> hessian, const Pairs& damped_diagonal, const Order& order,
                           const std::vector<double>& scaling, const Execution& execution = {});
PairFactor factor_in_pairs(MatrixView<const float> hessian, const Pairs& damped_diagonal, const Order& order,
                           const std::vector<double>& scaling, const Execution& execution = {});

/// The g of the bound on the factor's rounding,
///     |A - U D U^T| <= g |U| D |U|^T, and therefore |A - U D U^T|_ij <= g / (1 - g) d_i d_j,
/// with A and d as for roundings_of_factor (double_factor.h). It is about 2^-90. Underflow adds at most
/// (1 + h) in 2^-1000, where h is no less than the diagonal of A. pair_factor.cpp derives it.
double pair_factor_error(Index in);

/// Rounds the factor to double: each entry of U and D changes by 2^-53 of itself at most.
DoubleFactor rounded_to_double(const PairFactor& factor);

}  // namespace quantcheck::optimized
