// From a fraction to a stored float.
#pragma once

#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// The float32 or double nearest to x, ties to even, as IEEE 754 rounds. Throws Error where that is infinite.
float nearest_float(const Rational& x);
double nearest_double(const Rational& x);

}  // namespace quantcheck::reference
