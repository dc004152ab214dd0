// Plain rounding on the same grid, to compare the codes of a case with.
#pragma once

#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/certified/interval.h>

namespace quantcheck::check {

/// The codes clamp(rint(w / s) + zero), with w / s rounded to double and ties to the even integer.
struct PlainRounding {
  Interval loss;   // the sum over all rows of e H e^T
  Index same = 0;  // decisions of the case that have the same code
};

PlainRounding plain_rounding(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor);

}  // namespace quantcheck::check
