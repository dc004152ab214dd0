// From exact positions to verdicts.
#pragma once

#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/exact/positions.h>
#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// Verdict and counts of every decision and of the run; loss and bound are left empty. Replays the algorithm
/// only where a decision is outside the box and the arithmetic is not exact; `work` is told of that.
Judgement classify(const Case& c, const Hypothesis& hypothesis, const ExactLayer& layer,
                   const reference::Udu<reference::Rational>& factor, const Positions& positions,
                   const Progress& progress, const reference::Work& work);

}  // namespace quantcheck::check
