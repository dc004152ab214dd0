// The diagnosis of a run that fails: the half of the quantizer that is at fault, where it starts, and the cause.
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include <quantcheck/proofs_check/diagnose/cause.h>
#include <quantcheck/proofs_check/diagnose/start.h>
#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// Fewer wrong decisions than this may fit a dialect by luck.
inline constexpr Index dialect_evidence = 3;

/// What is found of a run that fails.
struct Diagnosis {
  std::optional<Cause> cause;
  // Whether the codes CONFORM under the cause. Else the cause is what is left, since nothing that is known fits.
  bool fits = true;
  // Whether so few decisions are wrong or undecided that the cause may fit them by luck, or scales that were
  // found from the codes prove too little.
  bool may_be_luck = false;
  // The half of the cause; where none is named, what the first step shows; nothing where it cannot be told.
  std::optional<Half> half;
  std::optional<Start> start;
};

/// The diagnosis of a case. `judgement` is that of the case as declared.
///
/// At the first processing step the target is the weight itself, whatever H is. Decisions that are wrong there
/// show the grid, or that another column was processed first: one that equals plain rounding in every row.
/// Where the first step is right and no reading of the data fits either, the fault is in what is made of the
/// Hessian.
///
/// A cause is a dialect under which the judge finds that the codes CONFORM. They are tried the cheapest first,
/// where there are decisions outside the box: what was done, readings of the data, scales that were changed, the
/// min-pivot order, another damping; the rounding of a general inverse, if it reaches all that is wrong
/// (general_inverse_reaches); and scales that are found from the codes. This holds for runs that are DEGRADED
/// by it, too. If nothing fits, the first step is right, and wrong decisions lie everywhere and as near to
/// their boxes as there are many, the cause is another Hessian. All dialects together are judged within
/// `budget_times` the default budget.
///
/// Throws Cancelled where `stop` asks for it, as judge does.
Diagnosis diagnose(const Case& c, const Judgement& judgement, const Progress& progress = {},
                   double budget_times = 1, std::stop_token stop = {});

}  // namespace quantcheck::check
