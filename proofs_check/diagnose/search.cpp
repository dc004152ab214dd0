#include <quantcheck/proofs_check/diagnose/search.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

#include <quantcheck/proofs_check/diagnose/some_rows.h>
#include <quantcheck/proofs_check/judge/first_step.h>
#include <quantcheck/proofs_check/judge/judge.h>

namespace quantcheck::check {
namespace {

// The number of dialects, the best in rank, that are judged exactly.
constexpr std::size_t candidates = 3;

constexpr std::size_t screened_of_each_kind = 64;

std::vector<Index> screened_rows(const Judgement& judgement) {
  auto [rows, others] = rows_by_fate(judgement);
  rows.resize(std::min(rows.size(), screened_of_each_kind));
  others.resize(std::min(others.size(), screened_of_each_kind));
  rows.insert(rows.end(), others.begin(), others.end());
  return rows;
}

std::vector<Index> all_rows(const Case& c) {
  std::vector<Index> rows(static_cast<std::size_t>(c.layer.out));
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

}  // namespace

RowsByFate rows_by_fate(const Judgement& judgement) {
  RowsByFate rows;
  for (Index row = 0; row < judgement.decisions.rows(); ++row) {
    const auto decisions = judgement.decisions.row(row).array();
    const bool fails = (decisions == Verdict::wrong || decisions == Verdict::undecided).any();
    (fails ? rows.failing : rows.others).push_back(row);
  }
  return rows;
}

Search::Search(const Case& c, const Judgement& judgement, Budget& budget, const Progress& progress)
    : case_(c),
      budget_(budget),
      progress_(progress),
      rows_(screened_rows(judgement)),
      screened_(some_rows(c, rows_)),
      screen_(case_),
      declared_(screen_.misfit(screened_, as_declared(c))) {}

bool Search::conforms(const Dialect& dialect) {
  const Hypothesis& hypothesis = dialect.hypothesis;
  if (!dialect.reading) return check::conforms(case_, hypothesis, progress_, budget_);
  return check::conforms(dialect.reading(case_, all_rows(case_)), hypothesis, progress_, budget_);
}

bool Search::conforms(std::span<const Index> rows, const Hypothesis& hypothesis) {
  return check::conforms(some_rows(case_, rows), hypothesis, progress_, budget_);
}

std::optional<Misfit> Search::misfit(const Dialect& dialect) {
  // What fails at the first step is dropped before it takes a factor of the Hessian.
  if (!dialect.reading) {
    if (fails_at_first_step(screened_, dialect.hypothesis)) return std::nullopt;
    return screen_.misfit(screened_, dialect.hypothesis);
  }
  if (dialect.other_hessian && fails_at_first_step(screened_, dialect.hypothesis)) return std::nullopt;
  const Case read = dialect.reading(case_, rows_);
  if (fails_at_first_step(read, dialect.hypothesis)) return std::nullopt;
  return dialect.other_hessian ? Screen(read).misfit(read, dialect.hypothesis)
                               : screen_.misfit(read, dialect.hypothesis);
}

std::optional<Dialect> Search::fitting(std::vector<Dialect> dialects) {
  const double declared = declared_ ? declared_->largest : std::numeric_limits<double>::infinity();
  struct Ranked {
    double excess;
    Dialect dialect;
  };
  std::vector<Ranked> found;
  for (std::size_t i = 0; i < dialects.size(); ++i) {
    progress_("screening dialects", static_cast<Index>(i), std::ssize(dialects));
    const std::optional<Misfit> misfit = this->misfit(dialects[i]);
    if (misfit && misfit->largest < declared) found.push_back({misfit->largest, std::move(dialects[i])});
  }
  std::ranges::stable_sort(found, {}, &Ranked::excess);
  if (found.size() > candidates) found.erase(found.begin() + candidates, found.end());
  for (Ranked& each : found)
    if (conforms(each.dialect)) return std::move(each.dialect);
  return std::nullopt;
}

}  // namespace quantcheck::check
