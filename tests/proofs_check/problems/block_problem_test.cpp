// Random lattice blocks: hard cases are common, and making blocks simpler comes to an end.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include <quantcheck/proofs_check/problems/block_problem.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/problems/shrink.h>
#include <quantcheck/reference/lattice/e8_all_nearest.h>

namespace quantcheck::test {
namespace {

using namespace check;
using reference::Rational;

constexpr std::uint64_t seeds = 1000;

TEST(BlockProblem, IsOftenOnAFaceAnEdgeOrAVertexOfACell) {
  std::map<std::size_t, int> with_nearest;
  int near_ties = 0;
  int far = 0;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const BlockProblem p = random_block_problem(seed);
    EXPECT_EQ(p.q, 0);
    EXPECT_TRUE(p.beta.empty());
    const reference::AllNearest all = reference::all_nearest_e8(p.x);
    ++with_nearest[all.points.size()];
    bool near_tie = false;
    for (const Rational& value : p.x) near_tie = near_tie || denominator(value) > (Code{1} << 50);
    near_ties += near_tie;
    far += abs(p.x[0]) > 1000;
  }
  for (const std::size_t nearest : {1, 2, 3, 4, 5, 6, 8, 9, 16})
    EXPECT_GE(with_nearest[nearest], 10) << nearest;
  EXPECT_GE(with_nearest[9], 20);   // shallow holes
  EXPECT_GE(with_nearest[16], 50);  // deep holes
  EXPECT_GE(near_ties, 100);
  EXPECT_GE(far, 50);
}

void expect_codes(const BlockProblem& p) {
  EXPECT_GE(p.q, 2);
  EXPECT_LE(p.q, 300);
  EXPECT_GE(std::ssize(p.beta), 1);
  EXPECT_LE(std::ssize(p.beta), 4);
  for (std::size_t k = 0; k < p.beta.size(); ++k) EXPECT_GT(p.beta[k], k == 0 ? Rational(0) : p.beta[k - 1]);
}

TEST(BlockProblem, HasCodesWhereAsked) {
  std::set<Code> ratios;
  std::set<Index> betas;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    const BlockProblem p = random_block_problem(seed, {.codes = true});
    expect_codes(p);
    ratios.insert(p.q);
    betas.insert(std::ssize(p.beta));
  }
  EXPECT_TRUE(ratios.contains(2) && ratios.contains(14) && ratios.contains(16));
  EXPECT_EQ(betas.size(), 4U);
}

TEST(BlockProblem, BecomesSimplerInStepsThatEnd) {
  for (const bool codes : {false, true}) {
    Dice dice(1);
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
      BlockProblem p = random_block_problem(seed, {.codes = codes});
      for (int step = 0;; ++step) {
        ASSERT_LT(step, 2000);
        const std::vector<BlockProblem> next = simpler(p);
        for (const BlockProblem& candidate : next) EXPECT_LT(complexity(candidate), complexity(p));
        if (next.empty()) break;
        p = next[dice.below(std::ssize(next))];
        if (codes) expect_codes(p);
      }
      EXPECT_EQ(p.x, reference::Block<Rational>{}) << p;
      EXPECT_EQ(p.q, codes ? 2 : 0) << p;
      EXPECT_EQ(std::ssize(p.beta), codes ? 1 : 0) << p;
    }
  }
}

TEST(BlockProblem, ShrinksToWhatTheFailureNeeds) {
  const auto has_large_value = [](const BlockProblem& p) {
    for (const Rational& value : p.x)
      if (value > Rational(5, 2)) return true;
    return false;
  };
  int failing = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const BlockProblem p = random_block_problem(seed, {.codes = true});
    if (!has_large_value(p)) continue;
    ++failing;
    const BlockProblem small = shrunk(p, has_large_value);
    Index others = 0;
    for (const Rational& value : small.x) others += value != 0;
    EXPECT_EQ(others, 1) << small;
    EXPECT_EQ(small.q, 2) << small;
    EXPECT_EQ(small.beta, std::vector<Rational>{1}) << small;
  }
  EXPECT_GE(failing, 50);
}

}  // namespace
}  // namespace quantcheck::test
