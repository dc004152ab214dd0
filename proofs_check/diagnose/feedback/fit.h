// The fit of decisions to a faulty feedback, as far as double shows.
#pragma once

#include <quantcheck/proofs_check/diagnose/feedback/sweep.h>

namespace quantcheck::check {

/// How far decisions are outside their boxes under a fault, by row and step, in scales.
struct FeedbackFit {
  reference::Matrix<double> outside;  // beyond what rounding explains; 0 where the decision fits
  reference::Matrix<double> allowed;  // what rounding explains

  Index count() const { return (outside.array() > 0).count(); }
};

/// The fit of rows that were swept under a fault in double and in float. Nothing here is certified, since the
/// judge's bounds are those of sound feedback. The rule: the difference of the two sweeps, as a share of the
/// largest |t/s| + 1 that the row has reached, shows what rounding moves. Of a decision rounding explains 8
/// times the root mean square of these shares over the row so far or over the step, whichever is more, and the
/// rounding of the last operations (rounding_floor). Where the arithmetic is finer or coarser than float, the
/// difference is taken in proportion to its unit roundoff. A decision that is outside its box by no more fits.
/// Where a sweep left the range of float, nothing is said: `allowed` is infinite.
///
/// Some faults multiply every rounding error at every step. Then rounding explains whatever comes after the
/// first steps, and these alone show something.
FeedbackFit fit_of(const Case& c, const SweptRows& rows, const reference::Matrix<double>& in_double,
                   const reference::Matrix<float>& in_float);

/// By how much a decision with this error is outside its box, in scales; 0 where it is inside.
double excess_of(const SweptRows& rows, Index row, Index step, double error);

}  // namespace quantcheck::check
