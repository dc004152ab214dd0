// Sums up the findings of blocks.
#pragma once

#include <quantcheck/proofs_check/judge/lattice/judge.h>

namespace quantcheck::check {

/// Adds one block, in the order of rows and blocks.
void add_block(LatticeJudgement& result, const BlockPlace& place, const BlockFinding& finding);

/// Nothing for infinities and NaN.
std::optional<double> finite(double x);

/// The verdict of the run, from its counts; `unresolved`: some block was.
void conclude(LatticeJudgement& result, bool unresolved);

}  // namespace quantcheck::check
