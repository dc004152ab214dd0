// The search among dialects for one that the codes of a case fit.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include <quantcheck/proofs_check/diagnose/dialects.h>
#include <quantcheck/proofs_check/diagnose/screen.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// The rows of a case by what the judge found in them, each ascending.
struct RowsByFate {
  std::vector<Index> failing;  // that have a decision which is wrong or undecided
  std::vector<Index> others;
};

RowsByFate rows_by_fate(const Judgement& judgement);

/// Dialects are ranked by a screening in double of some rows, which decides nothing: what is returned was
/// judged on all rows as exactly as the case itself.
class Search {
 public:
  /// All are referred to. `judgement` is that of the case as declared.
  Search(const Case& c, const Judgement& judgement, Budget& budget, const Progress& progress);

  /// The dialect among these under which the codes conform: of those whose largest excess in the screened rows
  /// is below that of the case as declared, the first to conform of the few with the least.
  std::optional<Dialect> fitting(std::vector<Dialect> dialects);

  /// Whether the judge finds that the codes conform under a dialect; and those of some rows under a hypothesis.
  bool conforms(const Dialect& dialect);
  bool conforms(std::span<const Index> rows, const Hypothesis& hypothesis);

  /// The misfit of the screened rows as declared, and under a dialect; nothing where that cannot be told.
  const std::optional<Misfit>& declared() const { return declared_; }
  std::optional<Misfit> misfit(const Dialect& dialect);

  /// The case, and the part of it that is screened: the first rows that have a decision which is wrong or
  /// undecided, and as many others.
  const Case& subject() const { return case_; }
  const Case& screened() const { return screened_; }
  std::span<const Index> rows() const { return rows_; }  // which rows of the case these are
  Screen& screen() { return screen_; }

 private:
  const Case& case_;
  Budget& budget_;
  const Progress& progress_;
  std::vector<Index> rows_;
  Case screened_;
  Screen screen_;
  std::optional<Misfit> declared_;
};

}  // namespace quantcheck::check
