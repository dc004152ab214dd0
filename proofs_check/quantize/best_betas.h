// The choice of betas for the values at hand.
#pragma once

#include <vector>

#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/nestquant/scaled_codes.h>

namespace quantcheck::check {

/// The most lattice blocks that betas for opt-beta are chosen by. They are spread evenly over all blocks.
inline constexpr Index most_blocks_for_opt_beta = 65536;

/// Chooses `count` betas for these values, whose number is a multiple of eight, among those with
///     q beta = 2 unit, 2.25 unit, ..., 12 unit.
/// For first-beta they are those of the dynamic program (FirstBetaProgram). For opt-beta they are what
/// exchanges of one or two betas lead to from there (OptBetaSearch), by the squared error that opt-beta
/// leaves. Throws Error for a count that is not in 1 .. 41, and for a q that bytes do not hold.
std::vector<float> best_betas(const std::vector<float>& values, Code q, Index count, double unit,
                              BetaChoice choice, const optimized::Execution& execution);

}  // namespace quantcheck::check
