#include <quantcheck/proofs_check/quantize/best_betas.h>

#include <algorithm>
#include <string>

#include <quantcheck/optimized/voronoi.h>
#include <quantcheck/proofs_check/cases/lattice_case.h>
#include <quantcheck/proofs_check/quantize/beta_trials.h>
#include <quantcheck/reference/nestquant/opt_beta_search.h>

namespace quantcheck::check {
namespace {

constexpr Index candidate_count = most_quarters - least_quarters + 1;
constexpr Index blocks_at_once = 4096;

std::vector<Index> for_first_beta(const std::vector<float>& values, Code q, Index count,
                                  const std::vector<float>& candidates,
                                  const optimized::Execution& execution) {
  reference::FirstBetaProgram<double> program(candidate_count);
  const Index step = blocks_at_once * lattice_block;
  for (Index begin = 0; begin < std::ssize(values); begin += step) {
    const Index size = std::min(step, std::ssize(values) - begin);
    add_blocks(program, beta_trials({values.data() + begin, static_cast<std::size_t>(size)}, q, candidates,
                                    execution));
  }
  return program.best(count).chosen;
}

// All lattice blocks, or as many of them, evenly spread, as are looked at.
std::vector<float> looked_at(const std::vector<float>& values) {
  const Index blocks = std::ssize(values) / lattice_block;
  if (blocks <= most_blocks_for_opt_beta) return values;
  std::vector<float> some;
  some.reserve(most_blocks_for_opt_beta * lattice_block);
  for (Index k = 0; k < most_blocks_for_opt_beta; ++k) {
    const auto block = values.begin() + k * blocks / most_blocks_for_opt_beta * lattice_block;
    some.insert(some.end(), block, block + lattice_block);
  }
  return some;
}

std::vector<Index> for_opt_beta(const std::vector<float>& values, Code q, Index count,
                                const std::vector<float>& candidates, const optimized::Execution& execution) {
  std::vector<BetaTrial> trials = beta_trials(looked_at(values), q, candidates, execution);
  reference::FirstBetaProgram<double> program(candidate_count);
  add_blocks(program, trials);
  std::vector<std::vector<double>> errors;
  errors.reserve(trials.size());
  for (BetaTrial& each : trials) errors.push_back(std::move(each.squared_error));
  return reference::OptBetaSearch<double>(std::move(errors)).from(program.best(count).chosen).chosen;
}

}  // namespace

std::vector<float> best_betas(const std::vector<float>& values, Code q, Index count, double unit,
                              BetaChoice choice, const optimized::Execution& execution) {
  if (count < 1 || count > candidate_count)
    throw Error("betas: " + std::to_string(count) + " best ones; 1 .. " + std::to_string(candidate_count) +
                " can be chosen");
  if (q > optimized::max_byte_ratio)
    throw Error("q " + std::to_string(q) +
                ": betas are chosen up to q = " + std::to_string(optimized::max_byte_ratio) + "; give them");
  std::vector<float> candidates;
  for (int quarters = least_quarters; quarters <= most_quarters; ++quarters)
    candidates.push_back(static_cast<float>(quarters / (4 * static_cast<double>(q)) * unit));
  const auto choose = choice == BetaChoice::opt ? for_opt_beta : for_first_beta;
  std::vector<float> chosen;
  for (const Index i : choose(values, q, count, candidates, execution)) chosen.push_back(candidates[i]);
  return chosen;
}

}  // namespace quantcheck::check
