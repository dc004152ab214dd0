// The judge: is this what GPTQ (the nearest plane) gives, under this hypothesis?
#pragma once

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/text/progress.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {

class Budget;

/// The largest number of inputs that exact elimination is used for.
inline constexpr Index max_exact_inputs = 256;

/// What quantizing and ordering in exact arithmetic may cost, in the unit of
/// reference::udu_fraction_free_cost, a nanosecond or so: a quarter of an hour.
inline constexpr double max_exact_cost = 1e12;

/// The arithmetic the judge allows for: the declared one, or fp32 where none is.
Arithmetic assumed_arithmetic(const Case& c);

/// Judges every decision of a well-formed case, by the rules of docs/verdicts.md. Throws Error where the
/// damped Hessian is not positive definite, naming the pivot. A case of more inputs than max_exact_inputs, or
/// one that takes more than `budget_times` the default budget, is UNDECIDED, with the reason.
Judgement judge(const Case& c, const Hypothesis& hypothesis, const Progress& progress = {},
                double budget_times = 1);

/// The same with what is left of a budget, which several judgements share.
Judgement judge(const Case& c, const Hypothesis& hypothesis, const Progress& progress, Budget& budget);

}  // namespace quantcheck::check
