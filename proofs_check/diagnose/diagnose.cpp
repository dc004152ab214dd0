#include <quantcheck/proofs_check/diagnose/diagnose.h>

#include <algorithm>
#include <vector>

#include <quantcheck/proofs_check/diagnose/screen.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {
namespace {

// The number of dialects, the best in rank, that are judged exactly.
constexpr std::size_t candidates = 3;

// The rows that are screened: the first ones that have a decision which is wrong or undecided, and as many
// others.
constexpr std::size_t screened_of_each_kind = 64;

std::vector<Index> screened_rows(const Judgement& judgement) {
  std::vector<Index> failing;
  std::vector<Index> others;
  for (Index row = 0; row < judgement.decisions.rows(); ++row) {
    const auto decisions = judgement.decisions.row(row).array();
    const bool fails = (decisions == Verdict::wrong || decisions == Verdict::undecided).any();
    std::vector<Index>& rows = fails ? failing : others;
    if (rows.size() < screened_of_each_kind) rows.push_back(row);
  }
  failing.insert(failing.end(), others.begin(), others.end());
  return failing;
}

bool conforms(const Case& c, const Hypothesis& hypothesis, const Progress& progress, Budget& budget) try {
  return judge(c, hypothesis, progress, budget).verdict == RunVerdict::conforms;
} catch (const Error&) {
  // The Hessian is not positive definite under this hypothesis, so nobody can have worked by it.
  return false;
}

}  // namespace

std::optional<Dialect> diagnose(const Case& c, const Judgement& judgement, const Progress& progress,
                                double budget_times) {
  std::optional<Dialect> inverse =
      judgement.general_inverse ? std::optional(general_inverse(c)) : std::nullopt;
  if (!c.layer.has_hessian()) return std::nullopt;
  if (judgement.outside == 0 || judgement.wrong + judgement.undecided < dialect_evidence) return inverse;
  struct Ranked {
    double excess;
    Dialect dialect;
  };
  std::vector<Ranked> ranked;
  Screen screen(c, screened_rows(judgement));
  const double declared = screen.largest_excess(as_declared(c));
  for (Dialect& dialect : known_dialects(c)) {
    const double excess = screen.largest_excess(dialect.hypothesis);
    if (excess < declared) ranked.push_back({excess, std::move(dialect)});
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const Ranked& a, const Ranked& b) { return a.excess < b.excess; });
  if (ranked.size() > candidates) ranked.resize(candidates);

  Budget budget(budget_times);
  for (const Ranked& candidate : ranked)
    if (conforms(c, candidate.dialect.hypothesis, progress, budget)) return candidate.dialect;
  return inverse;
}

}  // namespace quantcheck::check
