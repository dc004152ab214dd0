// Reports on judgements of lattice codes, for people and for programs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/diagnose/lattice/cause.h>
#include <quantcheck/proofs_check/judge/finding.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>

namespace quantcheck::check {

/// A judged lattice case, and the cause where a known fault explains the wrong lattice blocks.
template <class Subject>
struct LatticeReport {
  const Subject& subject;
  const LatticeJudgement& judgement;
  const std::optional<LatticeCause>& cause;
  int digits = 6;  // of the loss and its bound, at most
  std::vector<Finding> findings = {};
};

/// A few aligned lines for people. The last one says what to do next.
std::string text_report(const LatticeReport<LatticeCase>& report);
std::string text_report(const LatticeReport<E8Case>& report);

/// The most places of lattice blocks that JSON lists.
inline constexpr std::size_t max_listed_blocks = 10'000;

/// One line of JSON, schema "quantcheck-verdict/1", as for other cases. "row" and "block" count from 0; for
/// points of E8 the row is the point.
std::string json_report(const LatticeReport<LatticeCase>& report);
std::string json_report(const LatticeReport<E8Case>& report);

}  // namespace quantcheck::check
