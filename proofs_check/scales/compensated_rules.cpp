#include <quantcheck/proofs_check/scales/compensated_rules.h>

#include <algorithm>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/compensated_weights.h>

namespace quantcheck::check {
namespace {

/// A group as the processing steps begin .. end - 1.
struct Stretch {
  Index group = 0;
  Index begin = 0;
  Index end = 0;
};

std::vector<Stretch> stretches(const Case& c, const ScaleTable& table) {
  std::vector<Stretch> result(static_cast<std::size_t>(c.grid.groups), {0, c.layer.in, 0});
  for (Index k = 0; k < c.layer.in; ++k) {
    Stretch& stretch = result[c.grid.group_index[c.declared.order[k]]];
    stretch.begin = std::min(stretch.begin, k);
    stretch.end = k + 1;
  }
  std::vector<Stretch> used;
  used.reserve(table.groups().size());
  for (const ScaleTable::Group& group : table.groups()) {
    used.push_back(result[group.number]);
    used.back().group = group.number;
  }
  return used;
}

double slack_of(const Case& c) {
  switch (assumed_arithmetic(c)) {
    case Arithmetic::tf32:
    case Arithmetic::bf16:
    case Arithmetic::fp16:
      return slack_of_narrow;
    default:
      return slack_of_compensated;
  }
}

/// The rules on the weights of groups as compensated at a step that depends on the group alone.
class CompensatedCounts {
 public:
  CompensatedCounts(const Case& c, const ScaleTable& table, const CertifiedFactor& factor,
                    std::span<const Index> rows, std::vector<ErrorMeasure> measures)
      : case_(c),
        table_(table),
        factor_(factor),
        rows_(rows),
        measures_(std::move(measures)),
        counts_(rows.size(), RuleCounts(measures_)) {}

  void add(const Stretch& stretch, Index compensated_to) {
    const CompensatedWeights found = compensated_weights(case_, factor_, compensated_to, stretch.end, rows_);
    optimized::team_of(optimized::thread_count(0)).for_each(std::ssize(rows_), [&](Index r) {
      const double* first = &found.value(r, stretch.begin - compensated_to);
      const std::vector<double> weights(first, first + (stretch.end - stretch.begin));
      counts_[r].add(
          weights, table_.at(rows_[r], stretch.group, compensated_to == 0 ? slack_of_float : slack_of(case_)),
          table_.ends(), table_.symmetric());
    });
  }

  std::vector<RuleFit> fits(const ScaleRule& rule) const {
    RuleCounts sum(measures_);
    for (const RuleCounts& counts : counts_) sum.add(counts);
    return sum.fits(rule);
  }

 private:
  const Case& case_;
  const ScaleTable& table_;
  const CertifiedFactor& factor_;
  const std::span<const Index> rows_;
  const std::vector<ErrorMeasure> measures_;
  std::vector<RuleCounts> counts_;  // by row
};

}  // namespace

bool groups_are_stretches(const Case& c, const ScaleTable& table) {
  const std::vector<Stretch> all = stretches(c, table);
  for (std::size_t k = 0; k < all.size(); ++k)
    if (all[k].end - all[k].begin != std::ssize(table.groups()[k].columns)) return false;
  return true;
}

std::vector<RuleFit> compensated_rules(const Case& c, const ScaleTable& table, const CertifiedFactor& factor,
                                       std::span<const Index> rows, Index block,
                                       const std::vector<ErrorMeasure>& measures) {
  const std::vector<Stretch> all = stretches(c, table);
  const bool stale = block > 0;
  if (stale && (std::ranges::all_of(all, [&](const Stretch& s) { return s.begin % block == 0; }) ||
                std::ranges::all_of(all, [&](const Stretch& s) { return s.begin < block; })))
    return {};
  CompensatedCounts counts(c, table, factor, rows, measures);
  for (const Stretch& stretch : all)
    counts.add(stretch, stale ? stretch.begin / block * block : stretch.begin);
  return counts.fits({.time = stale ? ScaleTime::stale : ScaleTime::current, .block = block});
}

}  // namespace quantcheck::check
