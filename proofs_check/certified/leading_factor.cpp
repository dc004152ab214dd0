#include <quantcheck/proofs_check/certified/leading_factor.h>

#include <algorithm>

#include <quantcheck/optimized/kernels/layout.h>

namespace quantcheck::check {
namespace {

std::vector<double> first(const std::vector<double>& x, Index count) {
  return {x.begin(), x.begin() + count};
}

// Panels hold whole rows and columns of eight; those beyond the last step become 0.
optimized::Buffer<double> leading_panels(const optimized::DoubleFactor& factor, Index steps) {
  constexpr Index width = optimized::panel_columns;
  const Index panels = optimized::round_up(steps, optimized::strip_rows<double>) / width;
  optimized::Buffer<double> result(optimized::panel_offset(panels));
  std::fill_n(result.data(), result.size(), 0.0);
  const Index whole = steps / width;
  std::copy_n(factor.panels.data(), optimized::panel_offset(whole), result.data());
  double* last = result.data() + optimized::panel_offset(whole);
  for (Index j = whole * width; j < steps; ++j)
    for (Index i = 0; i < j; ++i) last[i * width + j % width] = -factor.entry(i, j);
  return result;
}

}  // namespace

CertifiedFactor leading_factor(const CertifiedFactor& factor, Index steps) {
  CertifiedFactor result;
  result.factor.in = steps;
  result.factor.pivots = first(factor.factor.pivots, steps);
  result.factor.panels = leading_panels(factor.factor, steps);
  result.inverse_sum = first(factor.inverse_sum, steps);
  result.inverse_norm = factor.inverse_norm;
  result.root = first(factor.root, steps);
  result.column_norm = first(factor.column_norm, steps);
  result.entry_error = factor.entry_error;
  result.relative_error = factor.relative_error;
  return result;
}

}  // namespace quantcheck::check
