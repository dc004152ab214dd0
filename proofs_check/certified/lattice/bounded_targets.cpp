#include <quantcheck/proofs_check/certified/lattice/bounded_targets.h>

#include <array>
#include <cmath>
#include <limits>

#include <quantcheck/proofs_check/certified/rounding.h>

namespace quantcheck::check {

namespace {

constexpr Index width = lattice_block;

// s_j for z as computed.
double solving_error(const FactorGroup& group, const double* v, const double* z, Index j) {
  double terms = std::fabs(v[j]) + std::fabs(z[j]);
  for (Index i = 0; i < j; ++i) terms += std::fabs(z[i] * group.upper(i, j));
  return rounding_growth(width + 2) * terms + residual_underflow;
}

}  // namespace

std::vector<FactorGroup> lattice_groups(const CertifiedFactor& factor) {
  std::vector<FactorGroup> groups;
  for (Index first = 0; first < factor.factor.in; first += width)
    groups.emplace_back(factor, first, first + width);
  return groups;
}

BlockCompensations block_compensations(const CertifiedFactor& factor, const std::vector<FactorGroup>& groups,
                                       const double* error, const double* residual) {
  const Index n = factor.factor.in;
  const double growth = residual_growth(factor);
  BlockCompensations result{std::vector<double>(static_cast<std::size_t>(n)),
                            std::vector<double>(static_cast<std::size_t>(n)), 0};
  while (result.first_error < n && error[result.first_error] == 0) ++result.first_error;
  RowSums sums;
  for (const FactorGroup& group : groups) {
    const Index first = (&group - groups.data()) * width;
    const double* v = residual + first;
    std::array<double, width> z;
    std::array<double, width> r;
    std::array<double, width> rounding;  // p_j
    group.solve(v, z.data());
    RowSums inside = sums;  // for e - z on this block
    for (Index k = 0; k < width; ++k) {
      const Index j = first + k;
      rounding[k] = residual_rounding(factor, growth, error[j], std::sqrt(sums.errors), j);
      sums.errors += error[j] * error[j];
      const double q = bound_slack * (rounding[k] + solving_error(group, v, z.data(), k));
      r[k] = bound_slack * (q + residual_of_factor(factor, inside, j));
      inside.add_residual(factor, j, q);
    }
    for (Index k = 0; k < width; ++k) sums.add_residual(factor, first + k, std::fabs(v[k]) + rounding[k]);
    double* bound = result.error.data() + first;
    if (group.is_known())
      group.bound(r.data(), bound);
    else
      std::fill_n(bound, width, std::numeric_limits<double>::infinity());
    for (Index k = 0; k < width; ++k) {
      const double value = z[k] - error[first + k];
      result.value[first + k] = value;
      bound[k] =
          bound_slack * (bound[k] + double_roundoff * (std::fabs(value) + std::fabs(error[first + k])) +
                         residual_underflow);
    }
  }
  return result;
}

BlockTarget bounded_target(const LatticeCase& c, const CertifiedFactor& factor, Index row, Index step,
                           const BlockCompensations& compensations) {
  const Index first = step * width;
  const Index column = c.block_at(step) * width;
  const bool is_exact = first <= compensations.first_error;
  Block<double> values;
  double error = 0;
  for (Index i = 0; i < width; ++i) {
    const double weight = c.values[row * c.cols + column + i];
    values[i] = weight;
    if (is_exact) continue;
    const double unit = factor.hessian.scaling[column + i];
    values[i] = weight + unit * compensations.value[first + i];
    const double of_value = bound_slack * (unit * compensations.error[first + i] +
                                           double_roundoff * std::fabs(values[i]) + residual_underflow);
    if (!(of_value <= error)) error = of_value;
  }
  if (!std::isfinite(error)) error = std::numeric_limits<double>::infinity();
  return block_target(values, error);
}

}  // namespace quantcheck::check
