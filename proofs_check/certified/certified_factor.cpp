#include <quantcheck/proofs_check/certified/certified_factor.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <quantcheck/optimized/kernels/layout.h>
#include <quantcheck/optimized/pair_factor.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/residuals.h>
#include <quantcheck/optimized/triangular_solves.h>
#include <quantcheck/proofs_check/certified/rounding.h>

namespace quantcheck::check {
namespace {

constexpr double largest_relative_error = 0.25;

// More than underflow adds to the error of the factor, as a share of d_i d_j (roundings_of_factor): the
// diagonal lies between 1 and 4.
constexpr double factor_underflow = 0x1p-1000;

double norm(const std::vector<double>& x) {
  return std::sqrt(std::inner_product(x.begin(), x.end(), x.begin(), 0.0));
}

// The norms of the columns of U above the diagonal.
std::vector<double> column_norms(const optimized::DoubleFactor& factor) {
  constexpr Index width = optimized::panel_columns;
  std::vector<double> norms(static_cast<std::size_t>(factor.in), 0.0);
  optimized::team_of(optimized::thread_count(0)).for_each((factor.in + width - 1) / width, [&](Index panel) {
    const Index end = std::min((panel + 1) * width, factor.in);
    for (Index i = 0; i < end; ++i)
      for (Index j = std::max(panel * width, i + 1); j < end; ++j)
        norms[j] += factor.entry(i, j) * factor.entry(i, j);
    for (Index j = panel * width; j < end; ++j) norms[j] = bound_slack * std::sqrt(norms[j]);
  });
  return norms;
}

// g, where the factorization and the entries that were factored are off by so much.
double entry_error_of(double factorization, double entries) {
  return bound_slack * (factorization / (1 - factorization) + entries + factor_underflow);
}

// Sets a and its norm. Returns false where the bound says nothing.
bool bound_inverse(const std::vector<double>& diagonal, CertifiedFactor& result) {
  const Index n = result.factor.in;
  std::vector<double> d(static_cast<std::size_t>(n));
  for (Index k = 0; k < n; ++k) d[k] = std::sqrt(diagonal[result.factor.order[k]]);
  result.inverse_sum = optimized::absolute_inverse_times(result.factor, d);
  for (Index k = 0; k < n; ++k) result.inverse_sum[k] *= bound_slack / result.root[k];
  const double computed = bound_slack * norm(result.inverse_sum);
  const double growth = bound_slack * rounding_growth(optimized::roundings_of_residual(n) + 1);
  const double share = growth * computed;
  if (!(share < largest_relative_error)) return false;
  result.inverse_norm = bound_slack * computed / (1 - share);
  const double rest = bound_slack * (1 + growth * result.inverse_norm);
  for (double& a : result.inverse_sum) a *= rest;
  return true;
}

// The factor of the Hessian with its bounds; nothing, and the Hessian is as it was, where f is above 1/4.
std::optional<CertifiedFactor> with_bounds(ScaledHessian& hessian, optimized::DoubleFactor factor,
                                           double entry_error) {
  CertifiedFactor result;
  result.factor = std::move(factor);
  for (const double pivot : result.factor.pivots) result.root.push_back(std::sqrt(pivot));
  result.column_norm = column_norms(result.factor);
  result.entry_error = entry_error;
  if (!bound_inverse(hessian.diagonal, result)) return std::nullopt;
  result.relative_error = bound_slack * result.entry_error * result.inverse_norm * result.inverse_norm;
  if (!(result.relative_error <= largest_relative_error)) return std::nullopt;
  result.hessian = std::move(hessian);
  return result;
}

// What is left of a bad step or a bad bound.
Unfactored unfactored(Index bad_step) { return {bad_step < 0 ? Obstacle::bound : Obstacle::pivot, bad_step}; }

std::variant<CertifiedFactor, Unfactored> factored_in_pairs(const Case& c, const Hypothesis& hypothesis,
                                                            ScaledHessian& hessian) {
  const optimized::PairFactor factor = hessian.undamped.visit([&](const auto& entries) {
    return optimized::factor_in_pairs(entries, diagonal_in_pairs(c, hypothesis, hessian), hypothesis.order,
                                      hessian.scaling);
  });
  if (factor.bad_step >= 0) return unfactored(factor.bad_step);
  const double entry_error = entry_error_of(optimized::pair_factor_error(c.layer.in), diagonal_pair_error);
  if (auto result = with_bounds(hessian, optimized::rounded_to_double(factor), entry_error))
    return std::move(*result);
  return unfactored(-1);
}

}  // namespace

double pair_factor_memory(const Layer& layer) {
  constexpr double slack = 1 + 1.0 / 32;  // for what is rounded up, and for vectors
  const auto n = static_cast<double>(layer.in);
  return std::ceil(slack * (16 * n * n + scaled_hessian_memory(layer)));
}

double pivot_error(const CertifiedFactor& factor, Index step) {
  const double a = factor.inverse_sum[step];
  const double f = factor.relative_error;
  return bound_slack * (factor.entry_error * a * a + f * f + double_roundoff);
}

std::variant<CertifiedFactor, Unfactored> certified_factor(const Case& c, const Hypothesis& hypothesis,
                                                           double memory) {
  std::optional<ScaledHessian> hessian = scaled_hessian(c, hypothesis);
  if (!hessian) return Unfactored{Obstacle::entries};
  optimized::DoubleFactor factor = factor_in_double(*hessian, hypothesis.order);
  const Index bad_step = factor.bad_step;
  if (bad_step < 0) {
    const double growth = rounding_growth(optimized::roundings_of_factor(c.layer.in));
    const double entry_error = entry_error_of(growth, hessian->error);
    if (auto result = with_bounds(*hessian, std::move(factor), entry_error)) return std::move(*result);
  }
  // Activations give a Hessian that is not exact in double, so that pairs would not help.
  if (c.layer.hessian.empty()) return unfactored(bad_step);
  if (!(pair_factor_memory(c.layer) <= memory)) return Unfactored{Obstacle::memory};
  return factored_in_pairs(c, hypothesis, *hessian);
}

std::variant<CertifiedFactor, Unfactored> certified_factor_in_pairs(const Case& c,
                                                                    const Hypothesis& hypothesis) {
  if (c.layer.hessian.empty()) return certified_factor(c, hypothesis);
  std::optional<ScaledHessian> hessian = scaled_hessian(c, hypothesis);
  if (!hessian) return Unfactored{Obstacle::entries};
  return factored_in_pairs(c, hypothesis, *hessian);
}

}  // namespace quantcheck::check
