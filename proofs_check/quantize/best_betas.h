// Betas for the values at hand.
#pragma once

#include <vector>

#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// The `count` best of q beta = 2 unit, 2.25 unit, ..., 12 unit for these values, a multiple of eight, in
/// squared error, where a block takes the smallest that does not overload it (BetaSearch). Throws Error for
/// more than 41, and q that bytes do not hold.
std::vector<float> best_betas(const std::vector<float>& values, Code q, Index count, double unit,
                              const optimized::Execution& execution);

}  // namespace quantcheck::check
