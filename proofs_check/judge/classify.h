// The verdicts on the decisions of a scalar case, from the sides of their boundaries.
#pragma once

#include <quantcheck/proofs_check/exact/decision_sides.h>
#include <quantcheck/proofs_check/judge/factored_case.h>
#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// The verdict on every decision and on the run, with the counts; loss and bound are left empty. The
/// algorithm is replayed only where a decision is outside the box and the arithmetic is not exact. `work` is
/// told of the operations of the replays before they are made, and may throw.
Judgement classify(const FactoredCase& factored, const DecisionSides& sides, const Progress& progress,
                   const reference::Work& work);

}  // namespace quantcheck::check
