#include <quantcheck/proofs_check/quantize/best_betas.h>

#include <algorithm>
#include <string>

#include <quantcheck/optimized/nested_codes.h>
#include <quantcheck/optimized/voronoi.h>
#include <quantcheck/proofs_check/lattice_case.h>
#include <quantcheck/reference/nestquant/best_betas.h>

namespace quantcheck::check {
namespace {

constexpr int least_quarters = 8;
constexpr int most_quarters = 48;
constexpr Index candidate_count = most_quarters - least_quarters + 1;
constexpr Index blocks_at_once = 4096;

/// Some blocks at one beta.
struct Trial {
  std::vector<double> squared_error;
  std::vector<std::uint8_t> overload;
};

Trial trial(std::span<const float> values, int q, float beta, const optimized::Execution& execution) {
  const std::size_t blocks = values.size() / lattice_block;
  std::vector<std::uint8_t> code(values.size());
  std::vector<std::uint8_t> index(blocks);
  Trial result{std::vector<double>(blocks), std::vector<std::uint8_t>(blocks)};
  const optimized::ScaledCodes codes{q, {&beta, 1}};
  optimized::nested_encode(values, codes, optimized::BetaChoice::opt, {code, index, result.overload},
                           execution);
  std::vector<float> decoded(values.size());
  optimized::nested_decode(code, index, codes, decoded, execution);
  for (std::size_t k = 0; k < values.size(); ++k) {
    const double error = static_cast<double>(values[k]) - static_cast<double>(decoded[k]);
    result.squared_error[k / lattice_block] += error * error;
  }
  return result;
}

}  // namespace

std::vector<float> best_betas(const std::vector<float>& values, Code q, Index count, double unit,
                              const optimized::Execution& execution) {
  if (count < 1 || count > candidate_count)
    throw Error("betas: " + std::to_string(count) + " best ones; 1 .. " + std::to_string(candidate_count) +
                " can be chosen");
  if (q > optimized::max_byte_ratio)
    throw Error("q " + std::to_string(q) +
                ": betas are chosen up to q = " + std::to_string(optimized::max_byte_ratio) + "; give them");
  std::vector<float> candidates;
  for (int quarters = least_quarters; quarters <= most_quarters; ++quarters)
    candidates.push_back(static_cast<float>(quarters / (4 * static_cast<double>(q)) * unit));

  reference::BetaSearch<double> search(candidate_count);
  const Index step = blocks_at_once * lattice_block;
  for (Index begin = 0; begin < std::ssize(values); begin += step) {
    const Index size = std::min(step, std::ssize(values) - begin);
    std::vector<Trial> trials;
    trials.reserve(candidates.size());
    for (const float beta : candidates)
      trials.push_back(trial({values.data() + begin, static_cast<std::size_t>(size)}, static_cast<int>(q),
                             beta, execution));
    std::vector<double> errors(candidates.size());
    std::vector<bool> overloads(candidates.size());
    for (Index block = 0; block < size / lattice_block; ++block) {
      for (Index i = 0; i < candidate_count; ++i) {
        errors[i] = trials[i].squared_error[block];
        overloads[i] = trials[i].overload[block] != 0;
      }
      search.add(errors, overloads);
    }
  }
  std::vector<float> chosen;
  for (const Index i : search.best(count).chosen) chosen.push_back(candidates[i]);
  return chosen;
}

}  // namespace quantcheck::check
