// A check that there is a factor at all.
#pragma once

#include <quantcheck/optimized/double_factor.h>

namespace quantcheck::optimized {

/// Throws Error where the factorization was stopped, or where the factor has been moved from.
void check_factor(const DoubleFactor& factor);

}  // namespace quantcheck::optimized
