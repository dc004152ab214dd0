// The factor of a case's damped Hessian in double, and what bounds the error of everything computed from it.
#pragma once

#include <cmath>
#include <limits>
#include <variant>
#include <vector>

#include <quantcheck/optimized/double_factor.h>
#include <quantcheck/proofs_check/certified/scaled_hessian.h>

namespace quantcheck::check {

/// The computed factor H + dH = U D U^T of the exact Hessian H, which is damped, scaled by powers of two and
/// in processing order. T is U D^(1/2), and d_i is sqrt(h_ii). Vectors are by processing step. The kernels
/// pad their matrices; here is no padding.
///
/// Theorem. |dH_ij| <= g d_i d_j. For the factorization this is Theorem 10.3 of Higham, Accuracy and
/// Stability of Numerical Algorithms (2nd ed.): |dH| <= gamma_m |T| |T^T|, where m is the number of roundings
/// that a term passes; optimized/double_factor.h derives it, and optimized/pair_factor.h the same for a
/// factorization in pairs of doubles, which is made where that in double does not do. By Cauchy and Schwarz
/// an entry of |T| |T^T| is at most the product of the norms of two rows of T, whose squares are the diagonal
/// of T T^T. The errors of the entries that were factored add to it.
///
/// Let F = T^-1 dH T^-T, so that H = T (I - F) T^T. With a >= |T^-1| d, |F_ij| <= g a_i a_j, and the
/// Frobenius norm of F is at most f = g |a|^2. Where f < 1, I - F is positive definite, and so is H. The
/// factor of H is then T (I + K), where K is upper triangular and K + K^T + K K^T = -F.
///
/// For f <= 1/4 the norm of K is at most f. K is the upper triangle, with half of the diagonal, of the
/// symmetric matrix -F - K K^T, so that k = |K| has k <= (f + k^2) / sqrt(2). This leaves k at or below the
/// smaller root of k^2 - sqrt(2) k + f, or at or above the larger. For t F in place of F, K and so k depend
/// continuously on t and are 0 at t = 0, and for f < 1/2 the roots do not meet: k is at or below the smaller
/// root, sqrt(2) f / (1 + sqrt(1 - 2 f)), which is at most f as long as f <= sqrt(2) - 1.
///
/// Where the factor was computed in pairs, U and D are those, and `factor` holds them rounded: each entry is
/// off by 2^-53 of itself, which every bound counts as one more rounding.
struct CertifiedFactor {
  ScaledHessian hessian;
  optimized::DoubleFactor factor;  // U and D
  // At least a. Let N be the computed inverse of U, whose rows solve n U = (a row of I), so that |N U - I| <=
  // gamma_m |N| |U|. Then |U^-1| d <= |N| d + gamma_m |N| |U| |U^-1| d, and |U| |U^-1| d = |T| a, which is at
  // most |T_i| |a| <= d_i sqrt(1 + g) |a| in row i. So a <= D^(-1/2) |N| d (1 + c |a|) with c = gamma_m
  // sqrt(1 + g), and |a| <= b / (1 - c b) for the norm b of D^(-1/2) |N| d.
  std::vector<double> inverse_sum;
  double inverse_norm = 0;          // at least |a|
  std::vector<double> root;         // sqrt(D_j), rounded
  std::vector<double> column_norm;  // at least the norm of column j of U above its diagonal entry
  double entry_error = 0;           // g
  double relative_error = 0;        // f, at most 1/4

  /// d_i of a processing step, rounded.
  double diagonal_root(Index step) const { return std::sqrt(hessian.diagonal[factor.order[step]]); }
};

/// The share by which the pivot D_j of the exact factor may differ from the computed one. By the theorem it
/// is that times (1 + K_jj)^2, and (1 + K_jj)^2 + sum_{k>j} K_jk^2 = 1 - F_jj, so that it changes by at most
/// g a_j^2 + f^2; and it may have been rounded to double.
double pivot_error(const CertifiedFactor& factor, Index step);

/// What stopped a factorization: the diagonal has an entry that is not positive, or the numbers lie too far
/// apart; a pivot is not positive beyond what rounding may make of it; f is above 1/4; or there is not memory
/// enough for pairs.
enum class Obstacle { entries, pivot, bound, memory };

struct Unfactored {
  Obstacle obstacle;
  Index step = -1;  // of that pivot
};

/// The bytes that the factorization in pairs takes beside the case: 16 in^2, and those of the scaled Hessian.
double pair_factor_memory(const Layer& layer);

/// The factor in double; or where that does not do, in pairs, which have to do with so many bytes of memory
/// beside the case.
std::variant<CertifiedFactor, Unfactored> certified_factor(
    const Case& c, const Hypothesis& hypothesis, double memory = std::numeric_limits<double>::infinity());

/// The factor in pairs, whose bounds are those of its rounding to double alone; or that of certified_factor
/// where pairs do not help, as the Hessian is made from activations.
std::variant<CertifiedFactor, Unfactored> certified_factor_in_pairs(const Case& c,
                                                                    const Hypothesis& hypothesis);

}  // namespace quantcheck::check
