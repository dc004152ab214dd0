// A Hessian that was masked at other places than those of the columns without weight.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/diagnose/search.h>

namespace quantcheck::check {

/// A misplaced mask as the cause where the case holds the Hessian as it was to be masked, so that the true
/// entries of these columns are lost and no codes can CONFORM: at least three quarters of the wrong decisions
/// fit with the mask at the other places (by the rule of feedback/fit.h), and what is left outside of the
/// masked columns is less than 1/8 of a scale outside. Where nothing was lost, the mask is a reading of the
/// data (readings/masks.h).
std::optional<Cause> masked_elsewhere(Search& search, const Judgement& judgement);

}  // namespace quantcheck::check
