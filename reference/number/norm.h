// The norm of a vector as a float stores it.
#pragma once

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// |x| rounded to the nearest float32, ties to even. Throws Error where that is infinite, or 0 for an x that
/// is not.
float norm_of(const Vector<Rational>& x);

}  // namespace quantcheck::reference
