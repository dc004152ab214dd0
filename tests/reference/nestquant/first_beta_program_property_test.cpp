// The dynamic program of first-beta, compared with every possible choice, and rates computed by hand.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>

#include <quantcheck/reference/nestquant/first_beta_program.h>
#include <quantcheck/reference/nestquant/rate.h>
#include <quantcheck/tests/support/generators.h>

namespace quantcheck::test {
namespace {

using namespace reference;

struct Sample {
  std::vector<Rational> error;
  std::vector<bool> overload;
};

// The error of a choice of betas, by the words of the rule: of the chosen betas, a block takes the smallest
// at which and above which nothing overloads, and the largest where there is none.
Rational error_of_choice(const std::vector<Sample>& samples, const std::vector<Index>& chosen) {
  Rational total = 0;
  for (const Sample& sample : samples) {
    Index used = chosen.back();
    for (auto it = chosen.rbegin(); it != chosen.rend(); ++it) {
      bool fits = true;
      for (std::size_t larger = *it; larger < sample.overload.size(); ++larger)
        fits = fits && !sample.overload[larger];
      if (fits) used = *it;
    }
    total += sample.error[used];
  }
  return total;
}

RC_GTEST_PROP(FirstBetaPrograms, NoOtherChoiceIsBetter, ()) {
  Dice dice(*seeds());
  const Index m = dice.between(1, 7);
  const Index k = dice.between(1, m);
  FirstBetaProgram<Rational> search(m);
  std::vector<Sample> samples(dice.between(0, 12));
  for (auto& [error, overload] : samples) {
    for (Index i = 0; i < m; ++i) {
      error.push_back(dice.below(20));
      overload.push_back(dice.chance(40));
    }
    search.add(error, overload);
  }
  const SelectedBetas<Rational> best = search.best(k);
  RC_ASSERT(std::ssize(best.chosen) == k);
  RC_ASSERT(std::ranges::is_sorted(best.chosen, std::less_equal<>()) || k == 1);
  RC_ASSERT(best.squared_error == error_of_choice(samples, best.chosen));
  for (unsigned subset = 0; subset < 1u << m; ++subset) {
    if (std::popcount(subset) != k) continue;
    std::vector<Index> other;
    for (Index i = 0; i < m; ++i)
      if ((subset >> i & 1) != 0) other.push_back(i);
    RC_ASSERT(best.squared_error <= error_of_choice(samples, other));
  }
}

TEST(FirstBetaPrograms, AsManyAsCandidatesAtMost) {
  EXPECT_THROW(FirstBetaProgram<Rational>(3).best(0), Error);
  EXPECT_THROW(FirstBetaProgram<Rational>(3).best(4), Error);
}

TEST(Rate, ByHand) {
  EXPECT_EQ(bits_per_value(16, 4), 4.25);
  EXPECT_EQ(bits_per_value(2, 1), 1.0);
  EXPECT_NEAR(bits_per_value(14, 4), 4.057, 5e-4);
  EXPECT_EQ(bits_per_value_with_entropy(16, std::array<Index, 4>{5, 5, 5, 5}), 4.25);
  EXPECT_EQ(bits_per_value_with_entropy(16, std::array<Index, 3>{0, 7, 0}), 4.0);
  EXPECT_EQ(bits_per_value_with_entropy(4, std::array<Index, 3>{2, 1, 1}), 2 + 1.5 / 8);
  EXPECT_THROW(bits_per_value_with_entropy(4, std::array<Index, 2>{}), Error);
}

}  // namespace
}  // namespace quantcheck::test
