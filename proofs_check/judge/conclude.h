// The verdict on a run, from the counts of the verdicts on its decisions.
#pragma once

#include <string>

#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// Sets the verdict on a run and the reason for it. The counts have to be there. The run FAILS if a decision
/// is wrong. Else it is UNDECIDED if one is undecided, for the reason that is given already. Else it is
/// DEGRADED if `moved` says that rounding alone moved some by more than 1/64 of a scale. Else it CONFORMS.
/// `decisions` is what the reason calls them.
inline void conclude_run(RunJudgement& result, bool moved, const std::string& decisions) {
  if (result.wrong > 0) {
    result.verdict = RunVerdict::fails;
    result.reason.clear();
  } else if (result.undecided > 0) {
    result.verdict = RunVerdict::undecided;
  } else if (moved) {
    result.verdict = RunVerdict::degraded;
    result.reason = "rounding alone moved " + decisions +
                    " by more than 1/64 of a step, so a fault of that size would not be seen";
  } else {
    result.verdict = RunVerdict::conforms;
  }
}

}  // namespace quantcheck::check
