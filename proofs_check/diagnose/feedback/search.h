// The search among faults of the feedback for one that the codes of a case fit.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/diagnose/search.h>

namespace quantcheck::check {

/// The largest number of inputs for which faults of the feedback are looked for.
inline constexpr Index max_feedback_inputs = 4096;

/// A fault of the feedback under which every decision is in its box by the rule of fit.h, if there is one: of
/// those in fault.h, and of errors that are fed back times a constant, the likeliest. They are tried on the
/// rows that are screened, and on the first steps where there are many inputs; what is left is tried on whole
/// rows, and on as many of them as a verdict would take time for. Nothing where few decisions are wrong, or
/// where rounding would explain half of those that are wrong anyway: nothing is shown then.
///
/// The judge does not certify this, so it is a cause that is likely, not one under which the codes CONFORM.
std::optional<Cause> fault_of_feedback(Search& search, const Judgement& judgement);

}  // namespace quantcheck::check
