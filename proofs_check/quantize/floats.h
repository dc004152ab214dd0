// The numbers of a request, rounded to the floats that are computed with.
#pragma once

#include <vector>

#include <quantcheck/proofs_check/cases/stored_floats.h>
#include <quantcheck/proofs_check/quantize/options.h>

namespace quantcheck::check {

/// The values, each rounded to the nearest float32. Throws Error where one becomes infinite; the message
/// names its place in a matrix of `cols` columns.
std::vector<float> floats(const StoredFloats& values, const char* name, Index cols);

/// The same values, which have to be in range, as numbers of a layer. Those that are stored in F32 or less
/// stay where they are.
StoredFloats in_float(const StoredFloats& values);

/// The damping, each number rounded to the nearest double. Throws Error where one becomes infinite.
Damping<double> in_doubles(const Damping<reference::Rational>& damping);

}  // namespace quantcheck::check
