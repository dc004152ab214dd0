// The faults of the feedback that are tried for a case.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/diagnose/feedback/fault.h>
#include <quantcheck/proofs_check/diagnose/feedback/sweep.h>

namespace quantcheck::check {

/// All faults of fault.h, with the blocks and the ends that the case makes likely: blocks of a group, of usual
/// sizes and of `start` columns, and ends before `start`, the first step with a wrong decision. `rows` are some
/// of the case's, by which it is seen from which step on all is plain rounding.
std::vector<FeedbackFault> all_faults(const Case& c, const SweptRows& rows, Index start);

}  // namespace quantcheck::check
