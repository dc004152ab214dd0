// The judgement where the Hessian is of no use: the first decision of every row, in which it has no part.
#pragma once

#include <string>

#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// The judgement of the first column that is processed, by itself: decisions are out x 1.
Judgement judge_first_column(const Case& c, const Hypothesis& hypothesis);

/// Whether the first decision of some row is wrong, so that no run conforms to the hypothesis, whatever the
/// Hessian is.
bool fails_at_first_step(const Case& c, const Hypothesis& hypothesis);

/// Judges the decisions of the first processing step, whose target is the weight itself. All others are
/// UNDECIDED, for that reason and with that advice, and so is the run unless a first decision is wrong.
Judgement judge_first_step(const Case& c, const Hypothesis& hypothesis, std::string reason,
                           std::string advice);

}  // namespace quantcheck::check
