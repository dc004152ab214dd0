// Blocks of values at each of several betas, by the float32 encoder.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/nestquant/first_beta_program.h>

namespace quantcheck::check {

/// Betas are chosen among q beta = 2, 2.25, ..., 12: so many quarters.
inline constexpr int least_quarters = 8;
inline constexpr int most_quarters = 48;

/// Some blocks at one beta.
struct BetaTrial {
  std::vector<double> squared_error;   // of each block
  std::vector<std::uint8_t> overload;  // 1 where its code decodes to another point than the nearest
};

/// The blocks, eight values each, at each of the betas, which are already divided by q: by
/// optimized::nested_encode, and refused as there.
std::vector<BetaTrial> beta_trials(std::span<const float> values, Code q, std::span<const float> betas,
                                   const optimized::Execution& execution);

/// Adds the blocks of these trials to the program, which has as many candidates as there are trials.
void add_blocks(reference::FirstBetaProgram<double>& program, const std::vector<BetaTrial>& trials);

}  // namespace quantcheck::check
