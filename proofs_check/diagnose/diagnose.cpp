#include <quantcheck/proofs_check/diagnose/diagnose.h>

#include <algorithm>
#include <utility>
#include <vector>

#include <quantcheck/proofs_check/diagnose/screen.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/judge/first_step.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/text/stoppable.h>
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

// The dialects whose largest excess in the rows of the screen is below that of the case as declared, the
// least first. Those that fail at the first step are dropped before they take a factor of the Hessian.
std::vector<Dialect> ranked(const Case& c, Screen& screen, double declared, std::vector<Dialect> dialects,
                            const Progress& progress) {
  struct Ranked {
    double excess;
    Dialect dialect;
  };
  std::vector<Ranked> found;
  for (std::size_t i = 0; i < dialects.size(); ++i) {
    Dialect& dialect = dialects[i];
    progress("screening dialects", static_cast<Index>(i), std::ssize(dialects));
    if (fails_at_first_step(c, dialect.hypothesis)) continue;
    const double excess = screen.largest_excess(dialect.hypothesis);
    if (excess < declared) found.push_back({excess, std::move(dialect)});
  }
  std::ranges::stable_sort(found, {}, &Ranked::excess);
  std::vector<Dialect> best;
  for (Ranked& each : found)
    if (best.size() < candidates) best.push_back(std::move(each.dialect));
  return best;
}

}  // namespace

std::optional<Dialect> diagnose(const Case& c, const Judgement& judgement, const Progress& told,
                                double budget_times, std::stop_token stop) {
  const optimized::StopScope scope(std::move(stop));
  const Progress progress = stoppable(told);
  std::optional<Dialect> inverse =
      judgement.general_inverse ? std::optional(general_inverse(c)) : std::nullopt;
  if (!c.layer.has_hessian()) return std::nullopt;
  if (judgement.outside == 0 || judgement.wrong + judgement.undecided < dialect_evidence) return inverse;
  progress("looking for dialects", 0, 1);
  Screen screen(c, screened_rows(judgement));
  const double declared = screen.largest_excess(as_declared(c));
  Budget budget(budget_times);
  for (const auto& dialects : {known_dialects, min_pivot_dialect})
    for (Dialect& candidate : ranked(c, screen, declared, dialects(c), progress))
      if (conforms(c, candidate.hypothesis, progress, budget)) return std::move(candidate);
  return inverse;
}

}  // namespace quantcheck::check
