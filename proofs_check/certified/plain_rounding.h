// Plain rounding on the same grid, to compare the codes of a case with.
#pragma once

#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/certified/figures.h>

namespace quantcheck::check {

PlainRounding plain_rounding(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor);

}  // namespace quantcheck::check
