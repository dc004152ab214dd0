// Figures that are reported beside a verdict.
#pragma once

#include <quantcheck/proofs_check/certified/interval.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// What plain rounding on the grid of a case does: the codes clamp(rint(w / s) + zero), with w / s rounded to
/// double and ties to the even integer.
struct PlainRounding {
  Interval loss;   // the sum over all rows of e H e^T
  Index same = 0;  // decisions of the case that have the same code
};

}  // namespace quantcheck::check
