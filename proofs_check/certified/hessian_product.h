// Products of a case's damped Hessian with vectors, to twice the digits of double.
#pragma once

#include <vector>

#include <quantcheck/optimized/pair_products.h>
#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/certified/pair.h>

namespace quantcheck::check {

/// A vector of pairs.
using PairVector = std::vector<Pair>;

/// H x, where H is the exact Hessian of a CertifiedFactor: damped, scaled, in processing order. Every vector
/// is by processing step.
class HessianProduct {
 public:
  /// All arguments are referred to.
  HessianProduct(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor);

  /// H x for each of some vectors.
  std::vector<PairVector> operator()(const std::vector<PairVector>& vectors) const;

  /// A bound c for the errors of these products: entry i of H x is off by at most c d_i sum_k d_k |x_k|.
  ///
  /// The product with the undamped H is off by at most pe sum_k |h_ik| |x_k|, where pe is that of the kernel
  /// and |h_ik| is at most the product of the roots g_i g_k of two undamped diagonal entries, since H is
  /// positive semidefinite where it is not damped less than 0. With activations, H x = X^T (X x) is off by
  /// the pe of both products times (|X|^T |X| |x|)_i, which is at most g_i sum_k g_k |x_k| by Cauchy and
  /// Schwarz. The share of g_i^2 in d_i^2 is at most 1, or more where damping was taken off.
  double error() const { return error_; }

 private:
  std::vector<optimized::Pairs> undamped(const std::vector<optimized::Pairs>& vectors) const;

  const Case& case_;
  const CertifiedFactor& factor_;
  std::vector<Pair> added_;  // by step: what damping, and the 1 of a dead input, add to the diagonal
  double error_ = 0;
};

}  // namespace quantcheck::check
