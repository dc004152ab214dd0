// The damped Hessian of a case in double, to be scaled by powers of two to a diagonal near 1.
#pragma once

#include <optional>
#include <vector>

#include <quantcheck/optimized/double_factor.h>
#include <quantcheck/optimized/gram.h>
#include <quantcheck/optimized/pairs.h>
#include <quantcheck/proofs_check/certified/hessian_entries.h>
#include <quantcheck/proofs_check/exact/hypothesis.h>

namespace quantcheck::check {

/// The entries of a case's Hessian H + lambda I under a hypothesis, in the columns' own order, and by how
/// much they are off. Entry (i, j) off the diagonal is undamped(i, j) * scaling[i] * scaling[j], and entry
/// (i, i) is diagonal[i]. It differs from the exact entry, scaled in the same way, by at most error *
/// sqrt(h_ii h_jj), where h is the exact damped and scaled Hessian.
struct ScaledHessian {
  StoredFloats given;                    // the Hessian or the activations of the case
  Doubles copied;                        // the same as doubles, where the views need them
  MatrixView<const double> activations;  // samples x in; null where the Hessian is given
  optimized::SquareMatrix gram;          // X^T X where the case has activations, else empty
  HessianEntries undamped;               // in x in; refers to `gram` or to what is given
  std::vector<double> scaling;           // powers of two
  std::vector<double> diagonal;          // damped and scaled, between 1 and 4
  double error = 0;
  // At least the sum of what a diagonal entry was before damping and of what was added, each without its
  // sign, as a share of the damped entry. It is 1 where nothing was taken off.
  double undamped_share = 1;
};

/// What is added to an entry of the undamped diagonal: the damping, and 1 to the 0 of a dead input.
reference::Rational added_to_diagonal(const Case& c, const Hypothesis& hypothesis, Index column,
                                      double undamped);

/// The damped and scaled diagonal in pairs, by column, each of which is off by at most `diagonal_pair_error`
/// of itself. It is that of a given Hessian, whose other entries are exact in double unless scaling makes
/// them underflow, which adds less than the same.
inline constexpr double diagonal_pair_error = 0x1p-100;
optimized::Pairs diagonal_in_pairs(const Case& c, const Hypothesis& hypothesis, const ScaledHessian& hessian);

/// The Hessian of the case; nothing where its diagonal has an entry that is not positive,
/// or where numbers lie so far apart that X^T X cannot be formed in double.
///
/// The bound: the diagonal of a given Hessian is rounded once from the exact sum, by 2^-52 of itself. Scaling
/// is exact unless a product underflows, which makes less than 2^-500. An entry of X^T X is off by at most
/// gamma_m |x_i| |x_j| for the columns x_i of X, by Cauchy and Schwarz, where m is the number of roundings of
/// a term (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.1).
std::optional<ScaledHessian> scaled_hessian(const Case& c, const Hypothesis& hypothesis);

/// The bytes that this takes beside the layer: for X^T X, for activations as doubles where they are stored as
/// others, and for a copy of a Hessian that cannot be read where it lies.
double scaled_hessian_memory(const Layer& layer);

/// The factor of the Hessian in double (optimized/double_factor.h).
optimized::DoubleFactor factor_in_double(const ScaledHessian& hessian, const Order& order);

}  // namespace quantcheck::check
