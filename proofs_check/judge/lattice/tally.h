// The sums of the findings on lattice blocks.
#pragma once

#include <quantcheck/proofs_check/judge/lattice/judge.h>

namespace quantcheck::check {

/// Adds the finding on one lattice block. Blocks are added in the order of rows, and in a row in their own.
void add_block(LatticeJudgement& result, const BlockPlace& place, const BlockFinding& finding);

/// x, or nothing if it is infinite or NaN.
std::optional<double> finite(double x);

/// Sets the verdict on the run from its counts. `unresolved` says that some block was.
void conclude(LatticeJudgement& result, bool unresolved);

}  // namespace quantcheck::check
