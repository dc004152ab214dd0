// What a person and a program read of a judgement of lattice codes.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/diagnose/lattice/cause.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>

namespace quantcheck::check {

/// A judged lattice case; `cause` where a known fault explains the wrong blocks.
template <class Subject>
struct LatticeReport {
  const Subject& subject;
  const LatticeJudgement& judgement;
  const std::optional<LatticeCause>& cause;
};

/// A few aligned lines for people, the last one saying what to do next.
std::string text_report(const LatticeReport<LatticeCase>& report);
std::string text_report(const LatticeReport<E8Case>& report);

/// One line of JSON, schema "quantcheck-verdict/1", as of other cases; "row" and "block" count from 0, of an
/// e8 file the row is the point. At most max_listed_blocks places are listed.
inline constexpr std::size_t max_listed_blocks = 10'000;
std::string json_report(const LatticeReport<LatticeCase>& report);
std::string json_report(const LatticeReport<E8Case>& report);

}  // namespace quantcheck::check
