// The loss of a case and its bound to more digits than double gives.
#pragma once

#include <functional>

#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/certified/hessian_product.h>
#include <quantcheck/proofs_check/certified/interval.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// The sum over all rows of e H e^T, by products in pairs, which take as long as some ten products in double.
/// `errors_of` gives the errors of a row by step, in the scaling of the factor, each with a relative error of
/// at most 4 u^2 (RowPairs).
///
/// With y = H e, each entry of which is off by at most c d_i sum_k d_k |e_k| (HessianProduct), e y is off by
/// at most c (sum_k |e_k| d_k)^2. A sum of n products of pairs adds (3 n + 16) u^2 sum_k |e_k y_k|, with the
/// errors of e.
Interval precise_loss(const HessianProduct& hessian, const CertifiedFactor& factor, Index rows,
                      const std::function<PairVector(Index row)>& errors_of, const Progress& progress);

/// The same for the rows of a case.
Interval precise_loss(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                      const Progress& progress);

/// 1/4 sum_j D_j s_j^2 over all rows, where each D_j is that of a refined column of the Schur complement.
Interval precise_bound(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                       const Progress& progress);

}  // namespace quantcheck::check
