// From the verdicts of all decisions to that of the run.
#pragma once

#include <string>

#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// Any wrong decision: FAILS. Else any that is undecided: UNDECIDED, for the reason that is given already.
/// Else, where rounding alone moved some by more than 1/64 of a step: DEGRADED. Else CONFORMS. `decisions`:
/// their name in the reason. The counts have to be there.
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
