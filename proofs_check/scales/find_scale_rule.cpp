#include <quantcheck/proofs_check/scales/find_scale_rule.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <variant>
#include <vector>

#include <quantcheck/optimized/parallel/team.h>
#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/scales/compensated_rules.h>
#include <quantcheck/proofs_check/scales/other_loss.h>
#include <quantcheck/proofs_check/scales/part_rules.h>
#include <quantcheck/proofs_check/scales/rule_counts.h>
#include <quantcheck/proofs_check/scales/scale_table.h>

namespace quantcheck::check {
namespace {

constexpr Index weights_of_least_error = Index{1} << 17;
constexpr Index rows_of_compensated = 64;
constexpr std::array<Index, 4> usual_blocks{128, 64, 32, 256};

// So many rows, spread evenly over all.
std::vector<Index> some_rows(Index out, Index count) {
  const Index taken = std::clamp(count, Index{1}, out);
  std::vector<Index> rows;
  rows.reserve(static_cast<std::size_t>(taken));
  for (Index k = 0; k < taken; ++k) rows.push_back(k * out / taken);
  return rows;
}

class Search {
 public:
  Search(const Case& c, const ScaleTable& table, bool factoring, const Progress& progress)
      : case_(c), table_(table), factoring_(factoring), progress_(progress) {}

  std::optional<ScaleFinding> find() {
    if (progress_) progress_("looking at the scales", 0, 1);
    const std::vector<Index> rows = some_rows(case_.layer.out, case_.layer.out);
    const RuleCounts all = count_fixed(rows, {}, {});
    take(all.fits({}), case_.layer.out);
    const ScaleRule with_dead{.with_dead = true};
    if (!best().holds() && std::ranges::count(case_.declared.dead, true) > 0)
      take(count_fixed(rows, {}, with_dead).fits(with_dead), case_.layer.out);
    if (best().of == 0) return std::nullopt;
    if (all.percentages() > best().groups || declares(ScaleFit::least_error)) try_least_error();
    if (!best().holds()) take(part_rules(case_, table_), case_.layer.out);
    if (!best().holds() || (declared() && !declared_fit())) try_compensated();
    ScaleFinding found;
    found.best = best();
    found.rows = tried_[best_].rows;
    found.sampled = found.rows < case_.layer.out;
    found.groups = std::ssize(table_.groups());
    found.too_small = all.too_small();
    found.all = all.groups();
    found.compensated = compensated_;
    found.declared = declared();
    found.declared_fit = declared_fit();
    if (!found.best.holds() || found.from_a_part())
      if (const CertifiedFactor* known = factor())
        found.other = loss_of_other_scales(case_, table_, *known, progress_);
    return found;
  }

 private:
  struct Tried {
    RuleFit fit;
    Index rows = 0;
  };

  const std::optional<DeclaredScaleRule>& declared() const { return case_.declared.scale_rule; }
  bool declares(ScaleFit fit) const { return declared() && declared()->fit == fit; }
  const RuleFit& best() const { return tried_[best_].fit; }

  void take(const std::vector<RuleFit>& fits, Index rows) {
    for (const RuleFit& fit : fits) {
      tried_.push_back({fit, rows});
      if (fit.exceeds(best())) best_ = tried_.size() - 1;
    }
  }

  // The best fit that the declaration allows, once it allows one that was tried.
  std::optional<RuleFit> declared_fit() const {
    if (!declared()) return std::nullopt;
    std::optional<RuleFit> found;
    for (const Tried& tried : tried_)
      if (declared()->allows(tried.fit.rule, std::ssize(table_.groups())) &&
          (!found || tried.fit.exceeds(*found)))
        found = tried.fit;
    return found;
  }

  std::vector<ErrorMeasure> measures() const {
    std::vector<ErrorMeasure> result{{2.4, 0.8}, {2, 0.8}, {2.4, 0.2}, {2, 0.2}};
    if (declares(ScaleFit::least_error) && (declared()->norm || declared()->range)) {
      const ScaleRule usual;
      result.push_back({declared()->norm.value_or(usual.norm), declared()->range.value_or(usual.range)});
    }
    return result;
  }

  // Counts rules on the weights as they are.
  RuleCounts count_fixed(const std::vector<Index>& rows, const std::vector<ErrorMeasure>& measures,
                         const ScaleRule& rule) const {
    std::vector<RuleCounts> counts(rows.size(), RuleCounts(measures));
    optimized::team_of(optimized::thread_count(0)).for_each(std::ssize(rows), [&](Index r) {
      const std::vector<double> weights =
          rule.with_dead ? case_.layer.weight.values(rows[r] * case_.layer.in, case_.layer.in)
                         : case_.weights_of(rows[r]);
      for (const auto& [group, columns] : table_.groups())
        counts[r].add(weights_at(weights, columns), table_.at(rows[r], group, slack_of_float), table_.ends(),
                      table_.symmetric());
    });
    RuleCounts sum(measures);
    for (const RuleCounts& row : counts) sum.add(row);
    return sum;
  }

  void try_least_error() {
    const std::vector<Index> rows = some_rows(case_.layer.out, weights_of_least_error / case_.layer.in);
    std::vector<RuleFit> fits = count_fixed(rows, measures(), {}).fits({});
    std::erase_if(fits, [](const RuleFit& fit) { return fit.rule.fit != ScaleFit::least_error; });
    take(fits, std::ssize(rows));
  }

  void try_compensated() {
    if (table_.groups().size() == 1 || !groups_are_stretches(case_, table_)) return;
    const CertifiedFactor* known = factor();
    if (known == nullptr) return;
    compensated_ = true;
    const std::vector<Index> rows = some_rows(case_.layer.out, rows_of_compensated);
    const auto try_block = [&](Index block) {
      take(compensated_rules(case_, table_, *known, rows, block, measures()), std::ssize(rows));
    };
    try_block(0);
    if (declared() && declared()->block) try_block(*declared()->block);
    for (const Index block : usual_blocks)
      if (!best().holds() || (declared() && declared()->time == ScaleTime::stale && !declared()->block))
        try_block(block);
  }

  // The factor of the Hessian, if it can be had.
  const CertifiedFactor* factor() {
    if (!factoring_ || !case_.layer.has_hessian()) return nullptr;
    if (!factor_) {
      if (progress_) progress_("factoring the hessian", 0, 1);
      factor_ = certified_factor(case_, as_declared(case_), 0);
    }
    return std::get_if<CertifiedFactor>(&*factor_);
  }

  const Case& case_;
  const ScaleTable& table_;
  const bool factoring_;
  const Progress& progress_;
  std::vector<Tried> tried_{{RuleFit{}, 0}};
  std::size_t best_ = 0;
  bool compensated_ = false;
  std::optional<std::variant<CertifiedFactor, Unfactored>> factor_;
};

}  // namespace

std::optional<ScaleFinding> find_scale_rule(const Case& c, bool factoring, const Progress& progress) {
  const std::optional<ScaleTable> table = ScaleTable::of(c);
  return table ? Search(c, *table, factoring, progress).find() : std::nullopt;
}

}  // namespace quantcheck::check
