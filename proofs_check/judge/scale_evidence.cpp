#include <quantcheck/proofs_check/judge/scale_evidence.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <quantcheck/reference/number/float_formats.h>

namespace quantcheck::check {
namespace {

constexpr double bits_of_a_decision = 0.09;

// Half a unit in the last place of the stored scale, as a share of it.
double half_unit(FloatFormat format, double scale) {
  const auto [low, high] = reference::rounding_interval(format, scale);
  return std::max(high - scale, scale - low) / std::fabs(scale);
}

}  // namespace

double ScaleEvidence::most_outside() const { return expected + 3 * std::sqrt(expected) + 3; }

bool ScaleEvidence::suffices(Index outside) const {
  return bits >= evidence_needed && static_cast<double>(outside) <= most_outside();
}

ScaleEvidence scale_evidence(const Case& c, const ExactLayer& layer, const reference::Matrix<double>& u,
                             const Positions& positions) {
  ScaleEvidence evidence;
  for (Index row = 0; row < c.out; ++row) {
    std::vector<double> moved(static_cast<std::size_t>(c.grid.groups));
    std::vector<Index> decisions(static_cast<std::size_t>(c.grid.groups));
    for (Index k = 0; k < c.in; ++k) {
      if (positions.clipped(row, k)) continue;
      const Index group = c.grid.group_index[layer.order[k]];
      double slope = positions.r(row, k);
      for (Index i = 0; i <= k; ++i) {
        const Index column = layer.order[i];
        if (c.grid.group_index[column] == group)
          slope += static_cast<double>(c.codes(row, column) - layer.grid.zero_at(row, column)) *
                   (i == k ? 1.0 : u(i, k));
      }
      moved[group] += std::fabs(slope) * half_unit(c.scale_format, c.grid.scale[row * c.grid.groups + group]);
      ++decisions[group];
    }
    for (Index group = 0; group < c.grid.groups; ++group) {
      evidence.expected += moved[group];
      evidence.bits += std::max(
          0.0, bits_of_a_decision * static_cast<double>(decisions[group]) - std::log2(1 + 2 * moved[group]));
    }
  }
  return evidence;
}

}  // namespace quantcheck::check
