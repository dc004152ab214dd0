#include <quantcheck/proofs_check/certified/certified_factor.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include <quantcheck/optimized/kernels/layout.h>
#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/optimized/residuals.h>
#include <quantcheck/optimized/triangular_solves.h>
#include <quantcheck/proofs_check/certified/rounding.h>

namespace quantcheck::check {
namespace {

constexpr double largest_relative_error = 0.25;

// More than underflow adds to the error of the factor, as a share of d_i d_j (roundings_of_factor): the
// diagonal lies between 1 and 4.
constexpr double underflow = 0x1p-1000;

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

// g: of the factorization, gamma_m / (1 - gamma_m) of the diagonal of what was factored; and of its entries.
double error_of_entries(const CertifiedFactor& result) {
  const double growth = rounding_growth(optimized::roundings_of_factor(result.factor.in));
  return bound_slack * (growth / (1 - growth) + result.hessian.error + underflow);
}

// Sets a and its norm. Returns false where the bound says nothing.
bool bound_inverse(CertifiedFactor& result) {
  const Index n = result.factor.in;
  std::vector<double> d(static_cast<std::size_t>(n));
  for (Index k = 0; k < n; ++k) d[k] = std::sqrt(result.hessian.diagonal[result.factor.order[k]]);
  result.inverse_sum = optimized::absolute_inverse_times(result.factor, d);
  for (Index k = 0; k < n; ++k) result.inverse_sum[k] *= bound_slack / result.root[k];
  const double computed = bound_slack * norm(result.inverse_sum);
  const double growth = bound_slack * rounding_growth(optimized::roundings_of_residual(n));
  const double share = growth * computed;
  if (!(share < largest_relative_error)) return false;
  result.inverse_norm = bound_slack * computed / (1 - share);
  const double rest = bound_slack * (1 + growth * result.inverse_norm);
  for (double& a : result.inverse_sum) a *= rest;
  return true;
}

}  // namespace

std::variant<CertifiedFactor, Unfactored> certified_factor(const Case& c, const Hypothesis& hypothesis) {
  std::optional<ScaledHessian> hessian = scaled_hessian(c, hypothesis);
  if (!hessian) return Unfactored{Obstacle::entries};
  CertifiedFactor result;
  result.hessian = std::move(*hessian);
  result.factor = optimized::factor_in_double(result.hessian.undamped, result.hessian.diagonal,
                                              hypothesis.order, result.hessian.scaling);
  if (result.factor.bad_step >= 0) return Unfactored{Obstacle::pivot, result.factor.bad_step};
  for (const double pivot : result.factor.pivots) result.root.push_back(std::sqrt(pivot));
  result.column_norm = column_norms(result.factor);
  result.entry_error = error_of_entries(result);
  if (!bound_inverse(result)) return Unfactored{Obstacle::bound};
  result.relative_error = bound_slack * result.entry_error * result.inverse_norm * result.inverse_norm;
  if (!(result.relative_error <= largest_relative_error)) return Unfactored{Obstacle::bound};
  return result;
}

}  // namespace quantcheck::check
