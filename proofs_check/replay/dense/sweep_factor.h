// The factors that a sweep over the columns is replayed with, in working precision.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include <quantcheck/proofs_check/replay/dense/cholesky.h>
#include <quantcheck/proofs_check/replay/dense/elimination.h>
#include <quantcheck/proofs_check/replay/dense/hessian.h>

namespace quantcheck::check {

/// The forms of a replay: the nearest plane on U; and GPTQ on a factor of H^-1, which is what a solver gives,
/// or either triangle of what a general inversion gives.
enum class Form { on_u, by_solving, lower_of_general, upper_of_general };

/// A factor in processing order. On U, `lower` is the transpose of U, whose diagonal is not used; else it is
/// the lower Cholesky factor of H^-1, which GPTQ calls Hinv when transposed. Entries over which the
/// hypothesis does not carry error are 0, and those above the diagonal may hold anything.
template <class F>
struct SweepFactor {
  Square<F> lower;
  std::vector<double> pivot;  // D_k of H = U D U^T
};

namespace sweep_factor_detail {

// Makes the transpose of U of the lower Cholesky factor of the Hessian in reversed order.
template <class F>
void turn_into_u(Square<F>& factor) {
  const Index n = factor.size();
  in_parts<16>(n, n, [&](Index first, Index count) {
    for (Index k = first; k < first + count; ++k)
      for (Index i = 0; i <= k; ++i)
        if (std::pair(k, i) < std::pair(n - 1 - i, n - 1 - k))
          std::swap(factor(k, i), factor(n - 1 - i, n - 1 - k));
  });
  in_parts<16>(n, n, [&](Index first, Index count) {
    for (Index k = first; k < first + count; ++k)
      for (Index i = 0; i < k; ++i) factor(k, i) /= factor(k, k);
  });
}

// The factor whose lower triangle is made of a matrix in that of `lower`: the reversed Hessian, for U, or its
// inverse; nothing where the matrix is not positive definite in F.
template <class F>
std::optional<SweepFactor<F>> factor_of(Square<F> lower, const Hypothesis& hypothesis, bool on_u) {
  const Index n = lower.size();
  if (!cholesky(lower.view())) return std::nullopt;
  if (on_u) turn_into_u(lower);
  SweepFactor<F> result{std::move(lower), std::vector<double>(n)};
  for (Index k = 0; k < n; ++k) {
    const auto root = static_cast<double>(result.lower(k, k));
    result.pivot[k] = on_u ? root * root : 1 / (root * root);
    if (hypothesis.block == 0) continue;
    for (Index i = 0; i < k; ++i)
      if (!carries(hypothesis, i, k)) result.lower(k, i) = 0;
  }
  return result;
}

// A matrix of which the lower triangle is the upper one of `a`.
template <class F>
Square<F> with_upper_as_lower(const Square<F>& a) {
  Square<F> result(a.size());
  in_parts<16>(a.size(), a.size(), [&](Index first, Index count) {
    for (Index j = 0; j < first + count; ++j)
      for (Index i = std::max(j, first); i < first + count; ++i) result(i, j) = a(j, i);
  });
  return result;
}

}  // namespace sweep_factor_detail

/// The factor U of a version of the Hessian; nothing where that is not positive definite in F.
template <class F>
std::optional<SweepFactor<F>> factor_on_u(const Case& c, const Hypothesis& hypothesis,
                                          const HessianVersion& version) {
  Order order = hypothesis.order;
  std::reverse(order.begin(), order.end());
  return sweep_factor_detail::factor_of(working_hessian<F>(c, hypothesis, order, version), hypothesis, true);
}

/// The factor of the H^-1 that a solver gives of a version of the Hessian; nothing where either is not
/// positive definite in F.
template <class F>
std::optional<SweepFactor<F>> factor_by_solving(const Case& c, const Hypothesis& hypothesis,
                                                const HessianVersion& version) {
  Square<F> inverse = Square<F>::zeros(c.layer.in);
  {
    Square<F> hessian = working_hessian<F>(c, hypothesis, hypothesis.order, version);
    if (!cholesky(hessian.view())) return std::nullopt;
    invert_lower(hessian.view(), inverse.view());
    solve_transposed_lower_part(hessian.view(), inverse.view());
  }
  return sweep_factor_detail::factor_of(std::move(inverse), hypothesis, false);
}

/// The factors of either triangle, first the lower and then the upper one, of the H^-1 that a general
/// inversion gives of a version of the Hessian; nothing where that triangle is not positive definite in F.
template <class F>
std::array<std::optional<SweepFactor<F>>, 2> factors_of_general(const Case& c, const Hypothesis& hypothesis,
                                                                const HessianVersion& version) {
  Square<F> inverse = Square<F>::zeros(c.layer.in);
  {
    Square<F> hessian = working_hessian<F>(c, hypothesis, hypothesis.order, version);
    invert_by_elimination(hessian.view(), inverse.view());
  }
  Square<F> of_upper = sweep_factor_detail::with_upper_as_lower(inverse);
  return {sweep_factor_detail::factor_of(std::move(inverse), hypothesis, false),
          sweep_factor_detail::factor_of(std::move(of_upper), hypothesis, false)};
}

}  // namespace quantcheck::check
