// The judge of scalar codes: it decides whether they are what GPTQ (the nearest plane) gives under a
// hypothesis.
#pragma once

#include <limits>
#include <stop_token>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/exact/hypothesis.h>
#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/text/progress.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check {

class Budget;

/// How a case is judged.
struct JudgeOptions {
  double budget_times = 1;  // times the default budget
  bool exact = false;       // in rationals alone, which takes no more inputs than max_exact_inputs
  int digits = 6;           // of the loss and its bound; more than double gives take longer
  // The bytes of memory that there are beside the case. Where more are needed (verdict_memory.h), all is
  // UNDECIDED but the first step.
  double memory = std::numeric_limits<double>::infinity();
  // Asked to stop, the judge throws Cancelled (reference/error.h) soon after: a layer of 4096 x 4096 takes
  // some tenths of a second at most. Such a token is all that long work of the library looks at from other
  // threads.
  std::stop_token stop = {};
};

/// Judges every decision of a well-formed case by the rules of docs/verdicts.md. Decisions are certified in
/// double, and those that this leaves open by longer numbers (certified/certified_sides.h); then, up to
/// max_exact_inputs, in rationals. Where neither can tell, or the budget ends, decisions are UNDECIDED, with
/// the reason. Where the damped Hessian is shown not to be positive definite, or there is none, the first
/// step alone is judged. Codes that are plain rounding throughout, of a Hessian that the declared arithmetic
/// does not factor, FAIL: what rounding explains is then not the reason. Where the format of the scales was only
/// recognised and would make the run DEGRADED, scales count as they are stored, if it FAILS then. Throws
/// Cancelled where it is asked to stop.
Judgement judge(const Case& c, const Hypothesis& hypothesis, const Progress& progress = {},
                const JudgeOptions& options = {});

/// Whether the case CONFORMS under the hypothesis, with what is left of a budget that several judgements
/// share, for rationals. Throws Cancelled where the thread is to stop.
bool conforms(const Case& c, const Hypothesis& hypothesis, const Progress& progress, Budget& budget);

/// Whether the rounding of an inverse of the Hessian that was not made symmetric reaches all that a judgement
/// of the case under the hypothesis found wrong; false where the Hessian cannot be factored.
bool general_inverse_reaches(const Case& c, const Hypothesis& hypothesis, const Judgement& judgement);

/// The full description of the decision of a row at a processing step. Throws Error where the damped Hessian
/// is not positive definite, or cannot be factored.
Decision describe_decision(const Case& c, const Hypothesis& hypothesis, Index row, Index step);

}  // namespace quantcheck::check
