// Betas for the values at hand.
#pragma once

#include <vector>

#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/nestquant/scaled_codes.h>

namespace quantcheck::check {

/// Opt-beta's betas are chosen for so many blocks at most, spread evenly over all.
inline constexpr Index most_blocks_for_opt_beta = 65536;

/// `count` of q beta = 2 unit, 2.25 unit, ..., 12 unit for these values, a multiple of eight. For first-beta
/// those of the dynamic program (FirstBetaProgram); for opt-beta the ones that exchanges of one or two lead
/// to from there (OptBetaSearch), by the squared error that opt-beta leaves. Throws Error for more than 41,
/// and q that bytes do not hold.
std::vector<float> best_betas(const std::vector<float>& values, Code q, Index count, double unit,
                              BetaChoice choice, const optimized::Execution& execution);

}  // namespace quantcheck::check
