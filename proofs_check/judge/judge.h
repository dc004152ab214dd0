// The judge: is this what GPTQ (the nearest plane) gives, under this hypothesis?
#pragma once

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/text/progress.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {

class Budget;

/// Judges every decision of a well-formed case, by the rules of docs/verdicts.md. Throws Error where the
/// damped Hessian is not positive definite, naming the pivot. A case of more inputs than max_exact_inputs, or
/// one that takes more than `budget_times` the default budget, is UNDECIDED, with the reason.
Judgement judge(const Case& c, const Hypothesis& hypothesis, const Progress& progress = {},
                double budget_times = 1);

/// The same with what is left of a budget, which several judgements share, and without the facts.
Judgement judge(const Case& c, const Hypothesis& hypothesis, const Progress& progress, Budget& budget);

}  // namespace quantcheck::check
