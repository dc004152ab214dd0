// Findings on lattice blocks whose targets rest on a guess.
#pragma once

#include <quantcheck/proofs_check/judge/lattice/finding.h>

namespace quantcheck::check {

/// Makes undecided what is wrong of a finding that rests on a guess (first_guess).
inline void doubt(BlockFinding& finding) {
  for (Verdict* part : {&finding.code, &finding.decoded, &finding.beta})
    if (*part == Verdict::wrong) *part = Verdict::undecided;
  finding.reason =
      "without decoded values it is unknown which of several points of the same norm "
      "an earlier block of the row stands for";
}

/// Whether a block is right whatever rounding made: its finding does not depend on any movement.
inline bool is_settled(const BlockFinding& finding) {
  return finding.verdict() == Verdict::exact || finding.verdict() == Verdict::tie;
}

}  // namespace quantcheck::check
