// The factors that a sweep over the columns is replayed with, in working precision.
#pragma once

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

// H^-1 in its lower triangle, by a form that is not on U; nothing where H cannot be inverted in that way.
template <class F>
std::optional<Square<F>> inverse_by(Form form, Square<F> hessian) {
  Square<F> inverse = Square<F>::zeros(hessian.size());
  if (form == Form::by_solving) {
    if (!cholesky(hessian.view())) return std::nullopt;
    invert_lower(hessian.view(), inverse.view());
    solve_transposed_lower_part(hessian.view(), inverse.view());
    return inverse;
  }
  invert_by_elimination(hessian.view(), inverse.view());
  if (form == Form::upper_of_general)
    for (Index i = 0; i < inverse.size(); ++i)
      for (Index j = 0; j < i; ++j) inverse(i, j) = inverse(j, i);
  return inverse;
}

}  // namespace sweep_factor_detail

/// The factor of a version of the Hessian, by a form; nothing where a matrix is not positive definite in F.
template <class F>
std::optional<SweepFactor<F>> sweep_factor(const Case& c, const Hypothesis& hypothesis, Form form,
                                           const HessianVersion& version) {
  const Index n = c.layer.in;
  const bool on_u = form == Form::on_u;
  Order order = hypothesis.order;
  if (on_u) std::reverse(order.begin(), order.end());
  std::optional<Square<F>> lower = working_hessian<F>(c, hypothesis, order, version);
  if (!on_u) lower = sweep_factor_detail::inverse_by(form, *std::move(lower));
  if (!lower || !cholesky(lower->view())) return std::nullopt;
  if (on_u) sweep_factor_detail::turn_into_u(*lower);
  SweepFactor<F> result{*std::move(lower), std::vector<double>(n)};
  for (Index k = 0; k < n; ++k) {
    const auto root = static_cast<double>(result.lower(k, k));
    result.pivot[k] = on_u ? root * root : 1 / (root * root);
    if (hypothesis.block == 0) continue;
    for (Index i = 0; i < k; ++i)
      if (!carries(hypothesis, i, k)) result.lower(k, i) = 0;
  }
  return result;
}

}  // namespace quantcheck::check
