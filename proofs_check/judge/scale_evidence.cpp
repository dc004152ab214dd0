#include <quantcheck/proofs_check/judge/scale_evidence.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <quantcheck/reference/number/float_formats.h>

namespace quantcheck::check {
namespace {

using reference::Matrix;

constexpr double bits_of_a_decision = 0.09;

// The excess, in scales, that a sound run may have anyway; and the one that shows that codes are the second
// nearest.
constexpr double harmless = 1.0 / 64;
constexpr double most_excess_of_scales = 1.0 / 4;

// Half a unit in the last place of the stored scale, as a fraction of the scale.
double relative_half_unit(FloatFormat format, double scale) {
  const auto [low, high] = reference::rounding_interval(format, scale);
  return std::max(high - scale, scale - low) / std::fabs(scale);
}

double no_surprise(double expected) { return expected + 3 * std::sqrt(expected) + 3; }

/// What the decisions of one row and group show.
struct GroupOfRow {
  double moved = 0;     // sum_j m_j
  double expected = 0;  // sum_j min(1, m_j)
  Index decisions = 0;  // decisions that are not clipped
  Index outside = 0;    // decisions that only another scale explains
  double farthest = 0;  // the largest excess of these, in scales

  double bits() const {
    return bits_of_a_decision * static_cast<double>(decisions) - std::log2(1 + 2 * moved);
  }
  bool stands_alone() const {
    return farthest <= harmless || (farthest <= most_excess_of_scales && bits() > 0);
  }
};

// What a row shows, with one entry for each group.
std::vector<GroupOfRow> groups_of_row(const FactoredCase& factored, const Matrix<double>& u,
                                      const Positions& positions, const Matrix<bool>& by_scale, Index row) {
  const Case& c = factored.c;
  std::vector<GroupOfRow> groups(static_cast<std::size_t>(c.grid.groups));
  for (Index k = 0; k < c.layer.in; ++k) {
    const Index column = factored.hypothesis.order[k];
    const Index group = c.grid.group_index[column];
    GroupOfRow& found = groups[group];
    if (by_scale(row, column)) {
      ++found.outside;
      found.farthest = std::max(found.farthest, positions.excess(row, k));
    }
    if (positions.clipped(row, k)) continue;
    double slope = positions.r(row, k);
    for (Index i = 0; i <= k; ++i) {
      const Index earlier = factored.hypothesis.order[i];
      if (c.grid.group_index[earlier] == group)
        slope += static_cast<double>(c.codes(row, earlier) - factored.grid.zero_at(row, earlier)) *
                 (i == k ? 1.0 : u(i, k));
    }
    const double m =
        std::fabs(slope) * relative_half_unit(c.scale_format, c.grid.scale[row * c.grid.groups + group]);
    found.moved += m;
    found.expected += std::min(1.0, m);
    ++found.decisions;
  }
  return groups;
}

}  // namespace

double ScaleEvidence::most_outside() const { return no_surprise(expected); }

bool ScaleEvidence::suffices(Index outside) const {
  return groups_suffice && bits >= evidence_needed && static_cast<double>(outside) <= most_outside();
}

ScaleEvidence scale_evidence(const FactoredCase& factored, const Matrix<double>& u,
                             const Positions& positions, const Matrix<bool>& by_scale) {
  const Case& c = factored.c;
  ScaleEvidence evidence;
  std::vector<GroupOfRow> of_columns(static_cast<std::size_t>(c.grid.groups));
  for (Index row = 0; row < c.layer.out; ++row) {
    const std::vector<GroupOfRow> groups = groups_of_row(factored, u, positions, by_scale, row);
    for (std::size_t g = 0; g < groups.size(); ++g) {
      evidence.expected += groups[g].expected;
      evidence.bits += std::max(0.0, groups[g].bits());
      evidence.groups_suffice = evidence.groups_suffice && groups[g].stands_alone();
      of_columns[g].expected += groups[g].expected;
      of_columns[g].outside += groups[g].outside;
    }
  }
  for (const GroupOfRow& group : of_columns)
    evidence.groups_suffice =
        evidence.groups_suffice && static_cast<double>(group.outside) <= no_surprise(group.expected);
  return evidence;
}

}  // namespace quantcheck::check
