// The verdicts on the decisions of a scalar case, from the sides of their boundaries.
#pragma once

#include <quantcheck/proofs_check/exact/decision_sides.h>
#include <quantcheck/proofs_check/judge/factored_case.h>
#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// What is asked of a judgement: all of it; or whether the run conforms, so that no more is done once it is
/// seen not to.
enum class Asked { everything, conformity };

/// The verdict on every decision and on the run, with the counts; loss and bound are left empty. The
/// algorithm is replayed only where a decision is outside the box and the arithmetic is not exact. `work` is
/// told of the operations of the replays before they are made, and may throw. If conformity is all that is
/// asked, no decision is described, no general inverse is looked for, and where a quarter of all rows have
/// decisions outside and one of the first 64 of them has a wrong one, the others are not judged.
Judgement classify(const FactoredCase& factored, const DecisionSides& sides, const Progress& progress,
                   const reference::Work& work, Asked asked);

}  // namespace quantcheck::check
