// The judge of LDLQ in rationals alone: the oracle for what is certified in double.
#pragma once

#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/judge/lattice/judge.h>

namespace quantcheck::check {

/// Judges every block of an LDLQ case by exact elimination. Throws Error where the Hessian is not positive
/// definite, and BudgetSpent where more than the budget would be needed.
LatticeJudgement judge_ldlq_exactly(const LatticeCase& c, const Progress& progress, Budget& budget);

}  // namespace quantcheck::check
