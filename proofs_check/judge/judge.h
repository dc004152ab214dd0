// The judge of scalar codes: it decides whether they are what GPTQ (the nearest plane) gives under a
// hypothesis.
#pragma once

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/text/progress.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {

class Budget;

/// Judges every decision of a well-formed case by the rules of docs/verdicts.md. A case of more inputs than
/// max_exact_inputs, or one that takes more than `budget_times` the default budget, is UNDECIDED, with the
/// reason. Throws Error, which names the pivot, where the damped Hessian is not positive definite.
Judgement judge(const Case& c, const Hypothesis& hypothesis, const Progress& progress = {},
                double budget_times = 1);

/// Does the same with what is left of a budget that several judgements share, and leaves the facts empty.
Judgement judge(const Case& c, const Hypothesis& hypothesis, const Progress& progress, Budget& budget);

/// The full description of the decision of a row at a processing step. Throws Error where the damped Hessian
/// is not positive definite, or cannot be factored.
Decision describe_decision(const Case& c, const Hypothesis& hypothesis, Index row, Index step);

}  // namespace quantcheck::check
