// The cause of wrong lattice codes: the known fault that explains the wrong lattice blocks.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>

namespace quantcheck::check {

/// A fault that explains wrong lattice blocks, in words.
struct LatticeCause {
  std::string id;      // for programs: "overload-test", "beta-index:+1", ...
  std::string words;   // completes "the wrong blocks are those ..."
  std::string advice;  // what its author should look at
  Index explains = 0;  // how many of the wrong blocks it explains
};

/// The known fault that explains at least 99 of 100 wrong lattice blocks, if there is one. It is looked for
/// where at least dialect_evidence blocks are wrong. A fault explains a block if the block is as the fault
/// would make it, exactly or by what the judge accepts. All that is judged and computed for LDLQ is done
/// within `budget_times` the default budget; nothing is returned where that does not suffice.
std::optional<LatticeCause> diagnose(const LatticeCase& c, const LatticeJudgement& judgement,
                                     double budget_times = 1);
/// The same for points of E8, of which each is a block.
std::optional<LatticeCause> diagnose(const E8Case& c, const LatticeJudgement& judgement);

}  // namespace quantcheck::check
