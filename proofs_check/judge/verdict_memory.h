// The memory that a verdict takes, told before it is begun.
#pragma once

#include <quantcheck/proofs_check/exact/hypothesis.h>

namespace quantcheck::check {

/// The bytes that judging a case, and looking for the cause of what is wrong, take beside the case itself. It
/// is an upper bound as long as no more than a sixteenth of the decisions are outside their boxes. The
/// factorization in pairs of doubles, which few Hessians need, is not in it (certified_factor.h).
/// docs/verdicts.md says what it is made of.
double verdict_memory(const Case& c, const Hypothesis& hypothesis);

}  // namespace quantcheck::check
