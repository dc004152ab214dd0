#include <quantcheck/proofs_check/quantize/beta_trials.h>

#include <quantcheck/optimized/nested_codes.h>
#include <quantcheck/proofs_check/cases/lattice_case.h>

namespace quantcheck::check {

std::vector<BetaTrial> beta_trials(std::span<const float> values, Code q, std::span<const float> betas,
                                   const optimized::Execution& execution) {
  const std::size_t blocks = values.size() / lattice_block;
  std::vector<std::uint8_t> code(values.size());
  std::vector<std::uint8_t> index(blocks);
  std::vector<float> decoded(values.size());
  std::vector<BetaTrial> trials;
  trials.reserve(betas.size());
  for (const float beta : betas) {
    BetaTrial trial{std::vector<double>(blocks), std::vector<std::uint8_t>(blocks)};
    const ScaledCodes<float> codes{q, {beta}};
    optimized::nested_encode(values, codes, BetaChoice::opt, {code, index, trial.overload}, execution);
    optimized::nested_decode(code, index, codes, decoded, execution);
    for (std::size_t k = 0; k < values.size(); ++k) {
      const double error = static_cast<double>(values[k]) - static_cast<double>(decoded[k]);
      trial.squared_error[k / lattice_block] += error * error;
    }
    trials.push_back(std::move(trial));
  }
  return trials;
}

void add_blocks(reference::FirstBetaProgram<double>& program, const std::vector<BetaTrial>& trials) {
  std::vector<double> errors(trials.size());
  std::vector<bool> overloads(trials.size());
  for (std::size_t block = 0; block < trials[0].squared_error.size(); ++block) {
    for (std::size_t i = 0; i < trials.size(); ++i) {
      errors[i] = trials[i].squared_error[block];
      overloads[i] = trials[i].overload[block] != 0;
    }
    program.add(errors, overloads);
  }
}

}  // namespace quantcheck::check
