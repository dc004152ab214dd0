// The judge of scalar codes in rationals alone: the oracle for what is certified in double.
#pragma once

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/proofs_check/judge/classify.h>
#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

class Budget;

/// Judges every decision of a well-formed case, or its conformity, by exact elimination, and leaves the facts
/// empty. Throws reference::NotPositiveDefinite where the damped Hessian is not positive definite, and
/// BudgetSpent where more than the budget would be needed.
Judgement judge_exactly(const Case& c, const Hypothesis& hypothesis, const Progress& progress, Budget& budget,
                        Asked asked = Asked::everything);

/// The full description of the decision of a row at a processing step. Throws reference::NotPositiveDefinite.
Decision describe_exactly(const Case& c, const Hypothesis& hypothesis, Index row, Index step);

}  // namespace quantcheck::check
