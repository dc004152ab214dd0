#include <quantcheck/proofs_check/scales/part_rules.h>

#include <algorithm>
#include <array>
#include <bit>

#include <quantcheck/reference/order.h>

namespace quantcheck::check {
namespace {

constexpr Index least_scales = 8;

/// For each rule of extent_fits and each number of first columns, how many scales these fit.
class PrefixCounts {
 public:
  explicit PrefixCounts(Index longest) {
    for (std::vector<Index>& changes : changes_) changes.assign(static_cast<std::size_t>(longest) + 2, 0);
  }

  // Adds the scale of these weights, which are in the order that their first ones are taken in.
  void add(std::span<const double> weights, const StoredGrid& stored, const CodeEnds& ends) {
    GroupExtent extent;
    std::array<bool, extent_fits.size()> fits{};
    for (Index k = 0; k < std::ssize(weights); ++k) {
      const double weight = weights[k];
      if (k > 0 && extent.low <= weight && weight <= extent.high) continue;
      extent.add(weight);
      for (std::size_t fit = 0; fit < fits.size(); ++fit) {
        const bool now = !extent.is_zero() && extent_fits_group(extent_fits[fit], extent, stored, ends);
        if (now != fits[fit]) changes_[fit][k + 1] += now ? 1 : -1;
        fits[fit] = now;
      }
    }
    if (!extent.is_zero()) ++of_;
    for (std::size_t fit = 0; fit < fits.size(); ++fit)
      if (fits[fit]) --changes_[fit][weights.size() + 1];
  }

  // The best number of columns for each rule, if it holds.
  void append_to(std::vector<RuleFit>& found, ScaleColumns columns, bool processed) const {
    for (std::size_t fit = 0; fit < changes_.size(); ++fit) {
      Index now = 0;
      RuleFit best{{}, 0, of_};
      for (Index k = 1; k < std::ssize(changes_[fit]); ++k) {
        now += changes_[fit][k];
        const bool rounder = std::countr_zero(static_cast<std::size_t>(k)) >
                             std::countr_zero(static_cast<std::size_t>(best.rule.part));
        if (now > best.groups || (now == best.groups && rounder)) {
          best.groups = now;
          best.rule = {.fit = extent_fits[fit], .columns = columns, .processed = processed, .part = k};
        }
      }
      if (best.holds() && of_ >= least_scales) found.push_back(best);
    }
  }

 private:
  std::array<std::vector<Index>, extent_fits.size()> changes_;  // of the counts, by the number of columns
  Index of_ = 0;
};

/// A sequence of columns for each group that has a scale.
using Sequences = std::vector<ScaleTable::Group>;

Sequences as_processed(const Case& c, const Sequences& sequences) {
  std::vector<Index> step(static_cast<std::size_t>(c.layer.in));
  for (Index k = 0; k < c.layer.in; ++k) step[c.declared.order[k]] = k;
  Sequences result = sequences;
  for (auto& [number, columns] : result) std::ranges::sort(columns, {}, [&](Index j) { return step[j]; });
  return result;
}

void append_prefixes(std::vector<RuleFit>& found, const Case& c, const ScaleTable& table,
                     const Sequences& sequences, bool processed) {
  Index longest = 0;
  for (const auto& [number, columns] : sequences) longest = std::max(longest, std::ssize(columns));
  PrefixCounts counts(longest);
  for (Index row = 0; row < c.layer.out; ++row) {
    const std::vector<double> weights = c.weights_of(row);
    for (const auto& [number, columns] : sequences)
      counts.add(weights_at(weights, columns), table.at(row, number, slack_of_float), table.ends());
  }
  counts.append_to(found, sequences.size() == 1 ? ScaleColumns::first_of_row : ScaleColumns::first_of_group,
                   processed);
}

// The rules by which the one scale of a row is that of its group g, for each g, and of the whole row.
void append_single_groups(std::vector<RuleFit>& found, const Case& c, const ScaleTable& table) {
  const std::vector<ScaleTable::Group>& groups = table.groups();
  std::vector<std::array<Index, extent_fits.size()>> counts(groups.size() + 1);
  std::vector<Index> of(groups.size() + 1);
  for (Index row = 0; row < c.layer.out; ++row) {
    const std::vector<double> weights = c.weights_of(row);
    const StoredGrid stored = table.at(row, groups.front().number, slack_of_float);
    const auto count = [&](std::size_t k, const GroupExtent& extent) {
      if (extent.is_zero()) return;
      ++of[k];
      for (std::size_t fit = 0; fit < extent_fits.size(); ++fit)
        counts[k][fit] += extent_fits_group(extent_fits[fit], extent, stored, table.ends()) ? 1 : 0;
    };
    GroupExtent whole;
    for (std::size_t g = 0; g < groups.size(); ++g) {
      GroupExtent extent;
      for (const Index column : groups[g].columns) extent.add(weights[column]);
      whole.add(extent.low);
      whole.add(extent.high);
      count(g, extent);
    }
    count(groups.size(), whole);
  }
  for (std::size_t k = 0; k <= groups.size(); ++k)
    for (std::size_t fit = 0; fit < extent_fits.size(); ++fit) {
      const bool row = k == groups.size();
      const RuleFit single{{.fit = extent_fits[fit],
                            .columns = row ? ScaleColumns::row : ScaleColumns::one_group,
                            .part = row ? 0 : groups[k].number},
                           counts[k][fit],
                           of[k]};
      if (single.holds() && single.of >= least_scales) found.push_back(single);
    }
}

bool rows_are_uniform(const Case& c, const ScaleTable& table) {
  Index uniform = 0;
  for (Index row = 0; row < c.layer.out; ++row) uniform += table.is_uniform(row) ? 1 : 0;
  return RuleFit{{}, uniform, c.layer.out}.holds();
}

}  // namespace

std::vector<RuleFit> part_rules(const Case& c, const ScaleTable& table) {
  std::vector<RuleFit> found;
  Sequences sequences = table.groups();
  if (sequences.size() > 1 && rows_are_uniform(c, table)) {
    append_single_groups(found, c, table);
    sequences = {{table.groups().front().number, reference::natural_order(c.layer.in)}};
  }
  append_prefixes(found, c, table, sequences, false);
  if (c.declared.order_given) append_prefixes(found, c, table, as_processed(c, sequences), true);
  return found;
}

}  // namespace quantcheck::check
