// Trials of several betas on blocks of eight values, by the float32 encoder.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <quantcheck/optimized/options.h>
#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/nestquant/first_beta_program.h>

namespace quantcheck::check {

/// Betas are chosen among q beta = 2, 2.25, ..., 12. These are the ends of that range, counted in quarters.
inline constexpr int least_quarters = 8;
inline constexpr int most_quarters = 48;

/// What becomes of some lattice blocks at one beta.
struct BetaTrial {
  std::vector<double> squared_error;   // of each block
  std::vector<std::uint8_t> overload;  // 1 where a block's code decodes to another point than the nearest
};

/// Encodes the values, in blocks of eight, at each of the betas, which are already divided by q. There is one
/// trial for each beta. optimized::nested_encode does the work, and refuses what it always refuses.
std::vector<BetaTrial> beta_trials(std::span<const float> values, Code q, std::span<const float> betas,
                                   const optimized::Execution& execution);

/// Adds the lattice blocks of these trials to the program, which has as many candidates as there are trials.
void add_blocks(reference::FirstBetaProgram<double>& program, const std::vector<BetaTrial>& trials);

}  // namespace quantcheck::check
