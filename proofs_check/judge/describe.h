// The full description of one decision.
#pragma once

#include <quantcheck/proofs_check/judge/factored_case.h>
#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// Describes the decision of a row at a processing step, from its target.
Decision describe(const FactoredCase& factored, Index row, Index step);

}  // namespace quantcheck::check
