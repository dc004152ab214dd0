// Plain rounding on the same grid, to compare the codes of a case with.
#pragma once

#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/certified/figures.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check {

/// The loss of plain rounding, and its share of the codes of the case. Progress is told of rows.
PlainRounding plain_rounding(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                             const Progress& progress);

}  // namespace quantcheck::check
