// Why a lattice code is wrong: which known fault explains its wrong blocks.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>

namespace quantcheck::check {

struct LatticeCause {
  std::string id;      // for programs: "overload-test", "beta-index:+1", ...
  std::string words;   // completes "the wrong blocks are those ..."
  std::string advice;  // what its author should look at
  Index explains = 0;  // so many of the wrong blocks
};

/// The known fault that explains at least 99 of 100 wrong blocks, if there is one; looked for where at least
/// dialect_evidence are. A fault explains a block if the block is as that fault would make it, exactly or by
/// what the judge accepts. All of LDLQ's work together is done within `budget_times` the default budget.
std::optional<LatticeCause> diagnose(const LatticeCase& c, const LatticeJudgement& judgement,
                                     double budget_times = 1);
std::optional<LatticeCause> diagnose(const E8Case& c, const LatticeJudgement& judgement);

}  // namespace quantcheck::check
