// The search for the rule that the scales and zeros of a case follow.
#pragma once

#include <optional>

#include <quantcheck/proofs_check/cases/case.h>
#include <quantcheck/proofs_check/scales/scale_finding.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// Which of the known rules (cases/scale_rule.h) gives the scales and the zeros of a case, for how many of
/// its groups. Nothing where the codes have no two ends, or all weights are 0.
///
/// A computed scale counts as the stored one if it differs by no more than half a unit of the format of the
/// scales (format_of_scales), and 2^-21 of itself beside, which is what
/// float32 makes of it (compensated_rules.h for weights that are compensated). Rules are tried from cheap to
/// dear, and the search ends with the first that holds: static ones in all rows; least_error in some rows,
/// 2^17 weights; parts of the columns in all rows; compensated weights in 64 rows, where the Hessian can be
/// factored in double and `factoring` allows it, since that takes as much memory as the verdict does. What
/// is declared is looked at in any case. Of rules that fit equally many the first in this order counts.
std::optional<ScaleFinding> find_scale_rule(const Case& c, bool factoring = true,
                                            const Progress& progress = {});

}  // namespace quantcheck::check
