#include <quantcheck/proofs_check/judge/scale_evidence.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <quantcheck/proofs_check/exact/row_chunks.h>
#include <quantcheck/reference/grid.h>
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

// The processing steps of each group, ascending.
std::vector<std::vector<Index>> steps_of_groups(const FactoredCase& factored) {
  std::vector<std::vector<Index>> steps(static_cast<std::size_t>(factored.grid.groups));
  for (Index k = 0; k < factored.c.layer.in; ++k)
    steps[factored.grid.group_index[factored.hypothesis.order[k]]].push_back(k);
  return steps;
}

// The derivatives d v_k / d S, but for their sign, of the decisions of a row by the scales of their groups:
// sum_{i <= k} c_i U_ik over the group of k.
std::vector<double> slopes_of_row(const FactoredCase& factored, const Matrix<double>& u,
                                  const std::vector<std::vector<Index>>& groups, Index row) {
  std::vector<double> slopes(static_cast<std::size_t>(factored.c.layer.in), 0.0);
  for (const std::vector<Index>& steps : groups)
    for (auto i = steps.begin(); i != steps.end(); ++i) {
      const Index column = factored.hypothesis.order[*i];
      const double multiple = reference::multiple(factored.grid, row, column, factored.c.codes(row, column));
      slopes[*i] += multiple;
      for (auto k = i + 1; k != steps.end(); ++k) slopes[*k] += multiple * u(*i, *k);
    }
  return slopes;
}

// What a row shows, with one entry for each group. `positions` are those of some rows, of which it is the
// i-th.
std::vector<GroupOfRow> groups_of_row(const FactoredCase& factored, const std::vector<double>& slopes,
                                      const Positions& positions, const ExplainedByScale& by_scale, Index i,
                                      Index row) {
  const Case& c = factored.c;
  const auto explained = by_scale.find(row);
  std::vector<GroupOfRow> groups(static_cast<std::size_t>(c.grid.groups));
  for (Index k = 0; k < c.layer.in; ++k) {
    const Index group = c.grid.group_index[factored.hypothesis.order[k]];
    GroupOfRow& found = groups[group];
    if (explained != by_scale.end() && explained->second[k]) {
      ++found.outside;
      found.farthest = std::max(found.farthest, positions.excess(i, k));
    }
    if (positions.clipped(i, k)) continue;
    const Code code = c.codes(row, factored.hypothesis.order[k]);
    const double gap = factored.cells.side(code, positions.r(i, k) > 0).gap.hi;
    const double m = std::fabs(positions.r(i, k) + slopes[k] / gap) *
                     relative_half_unit(c.scale_format, c.grid.scale[row * c.grid.groups + group]);
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
                             const ExplainedByScale& by_scale) {
  const Case& c = factored.c;
  const std::vector<std::vector<Index>> steps = steps_of_groups(factored);
  ScaleEvidence evidence;
  std::vector<GroupOfRow> of_columns(static_cast<std::size_t>(c.grid.groups));
  for_chunks(c.layer.out, c.layer.in, [&](const std::vector<Index>& rows) {
    const Positions positions = factored.positions(rows);
    for (Index i = 0; i < std::ssize(rows); ++i) {
      const std::vector<GroupOfRow> groups = groups_of_row(
          factored, slopes_of_row(factored, u, steps, rows[i]), positions, by_scale, i, rows[i]);
      for (std::size_t g = 0; g < groups.size(); ++g) {
        evidence.expected += groups[g].expected;
        evidence.bits += std::max(0.0, groups[g].bits());
        evidence.groups_suffice = evidence.groups_suffice && groups[g].stands_alone();
        of_columns[g].expected += groups[g].expected;
        of_columns[g].outside += groups[g].outside;
      }
    }
  });
  for (const GroupOfRow& group : of_columns)
    evidence.groups_suffice =
        evidence.groups_suffice && static_cast<double>(group.outside) <= no_surprise(group.expected);
  return evidence;
}

}  // namespace quantcheck::check
