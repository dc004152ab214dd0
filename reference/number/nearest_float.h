// The rounding of a rational to a stored float.
#pragma once

#include <optional>

#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// The float32 nearest to x, with ties to even, as IEEE 754 rounds. Throws Error where that is infinite.
float nearest_float(const Rational& x);

/// The double nearest to x, with ties to even. Throws Error where that is infinite.
double nearest_double(const Rational& x);

/// The number of a format nearest to x, with ties to even; nothing where that is beyond the greatest one.
/// Throws Error for e8m0, whose numbers have no even ones among them.
std::optional<double> nearest_number(const Rational& x, FloatFormat format);

}  // namespace quantcheck::reference
