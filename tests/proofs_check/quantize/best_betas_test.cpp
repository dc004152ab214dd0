// The lattice blocks that betas are chosen for, where there are many.
#include <gtest/gtest.h>

#include <quantcheck/proofs_check/ledger/figures/gaussian.h>
#include <quantcheck/proofs_check/quantize/best_betas.h>

namespace quantcheck::test {
namespace {

using check::most_blocks_for_opt_beta;

std::vector<float> normal_values(Index blocks) {
  check::ledger::Gaussian draw(std::mt19937_64(1));
  std::vector<float> values;
  for (Index k = 0; k < 8 * blocks; ++k) values.push_back(static_cast<float>(draw()));
  return values;
}

// The lattice blocks, each followed by one that is half as large.
std::vector<float> with_others_between(const std::vector<float>& values) {
  std::vector<float> result;
  for (std::size_t begin = 0; begin < values.size(); begin += 8) {
    result.insert(result.end(), values.begin() + begin, values.begin() + begin + 8);
    for (std::size_t i = 0; i < 8; ++i) result.push_back(values[begin + i] / 2);
  }
  return result;
}

std::vector<float> chosen(const std::vector<float>& values, BetaChoice choice, Index count = 2) {
  return check::best_betas(values, 14, count, 1, choice, {});
}

TEST(BestBetas, OfOptBetaAreChosenForBlocksThatAreSpreadEvenly) {
  const std::vector<float> some = normal_values(most_blocks_for_opt_beta);
  const std::vector<float> all = with_others_between(some);
  EXPECT_EQ(chosen(all, BetaChoice::opt), chosen(some, BetaChoice::opt));
  EXPECT_NE(chosen(all, BetaChoice::first), chosen(some, BetaChoice::first));
  std::vector<float> few = with_others_between(normal_values(1000));
  EXPECT_NE(chosen(few, BetaChoice::opt), chosen(some, BetaChoice::opt));
}

TEST(BestBetas, AreChosenForTheMode) {
  const std::vector<float> values = normal_values(5000);
  EXPECT_NE(chosen(values, BetaChoice::opt, 4), chosen(values, BetaChoice::first, 4));
}

}  // namespace
}  // namespace quantcheck::test
