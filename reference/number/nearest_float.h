// The rounding of a rational to a stored float.
#pragma once

#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// The float32 nearest to x, with ties to even, as IEEE 754 rounds. Throws Error where that is infinite.
float nearest_float(const Rational& x);

/// The double nearest to x, with ties to even. Throws Error where that is infinite.
double nearest_double(const Rational& x);

}  // namespace quantcheck::reference
