// How far rounding alone moves the decisions of a case: measured by replaying the algorithm in the declared
// arithmetic.
#pragma once

#include <quantcheck/proofs_check/judge/hypothesis.h>

namespace quantcheck::check {

/// The unit roundoff u of an arithmetic: half the distance from 1 to the next number. 0 for exact.
double unit_roundoff(Arithmetic arithmetic);

/// That of the numbers it stores: tf32 is a mode of products, its numbers are fp32.
double storage_roundoff(Arithmetic arithmetic);

struct Movement {
  reference::Matrix<double>
      steps;        // out x in, by row and processing step: max over replays of |fl(t/s) - t/s|
  int replays = 0;  // those that ran to the end
  int unfactored =
      0;  // factorizations in the declared arithmetic that found the Hessian not positive definite
};

/// Replays both forms (GPTQ on the factor of H^-1, the nearest plane on U) along the case's own codes, in
/// blocks of 1, 16 and 128, with the factor computed in the declared arithmetic and in double, from the
/// Hessian as stored and jittered by half a unit in the last place. `quotient`: the exact t/s, out x in by
/// row and step. `arithmetic` must not be exact.
Movement measure_movement(const Case& c, const Hypothesis& hypothesis, Arithmetic arithmetic,
                          const reference::Matrix<double>& quotient);

}  // namespace quantcheck::check
