// The norm of a vector, rounded to a float.
#pragma once

#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::reference {

/// The norm |x| rounded to the nearest float32, with ties to even. Throws Error where that is infinite, or
/// where it is 0 though x is not.
float norm_of(const Vector<Rational>& x);

}  // namespace quantcheck::reference
