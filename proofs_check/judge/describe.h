// The full description of one decision.
#pragma once

#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::check {

/// Describes the decision of a row at a processing step, from its exact target.
Decision describe(const Case& c, const ExactLayer& layer, const reference::Udu<reference::Rational>& factor,
                  Index row, Index step);

}  // namespace quantcheck::check
