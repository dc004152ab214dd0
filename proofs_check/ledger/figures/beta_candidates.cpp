#include <quantcheck/proofs_check/ledger/figures/beta_candidates.h>

#include <cmath>

#include <quantcheck/proofs_check/quantize/beta_trials.h>
#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::check::ledger {

ScaledCodes<double> beta_candidates(Code q) {
  ScaledCodes<double> codes{q, {}};
  for (int quarters = least_quarters; quarters <= most_quarters; ++quarters)
    codes.beta.push_back(quarters / (4 * static_cast<double>(q)));
  return codes;
}

Betas betas_at(std::span<const double> times_q) {
  Betas betas;
  for (const double each : times_q) betas.push_back(std::lround(4 * each) - least_quarters);
  return betas;
}

std::string betas_words(const Betas& betas, Code q) {
  std::string words;
  for (const Index candidate : betas)
    words +=
        (words.empty() ? "" : ", ") + format("%.2f", static_cast<double>(candidate + least_quarters) / 4);
  return "{" + words + "} / " + std::to_string(q);
}

const BlockAtBetas::AtBeta& BlockAtBetas::at(Index candidate) {
  std::optional<AtBeta>& found = found_[candidate];
  if (!found) {
    const reference::NestedBlock<double> block = reference::encode_block(x_, candidate, codes_, repair_);
    found = AtBeta{block.squared_error, block.overload};
  }
  return *found;
}

BlockAtBetas::Taken BlockAtBetas::opt(const Betas& betas) {
  Taken best{0, at(betas[0]).squared_error};
  for (std::size_t place = 1; place < betas.size(); ++place)
    if (at(betas[place]).squared_error < best.squared_error) best = {place, at(betas[place]).squared_error};
  return best;
}

BlockAtBetas::Taken BlockAtBetas::first(const Betas& betas) {
  std::size_t place = 0;
  while (place + 1 < betas.size() && at(betas[place]).overload) ++place;
  return {place, at(betas[place]).squared_error};
}

}  // namespace quantcheck::check::ledger
