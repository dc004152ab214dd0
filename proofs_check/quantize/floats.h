// What becomes of a request's numbers in float32.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/quantize/options.h>

namespace quantcheck::check {

/// Each rounded to the nearest float32. Throws Error, naming the place in a matrix of so many columns, where
/// that is infinite.
std::vector<float> floats(const std::vector<double>& values, const char* name, Index cols);

/// Each the nearest double. Throws Error where that is infinite.
Damping<double> in_doubles(const Damping<reference::Rational>& damping);

}  // namespace quantcheck::check
