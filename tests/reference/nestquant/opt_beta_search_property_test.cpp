// The search for betas by exchanges, compared with every choice and with every single exchange.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <optional>

#include <quantcheck/reference/nestquant/opt_beta_search.h>
#include <quantcheck/tests/support/generators.h>

namespace quantcheck::test {
namespace {

using namespace reference;

using Errors = std::vector<std::vector<Rational>>;  // indexed by candidate, then by lattice block

unsigned bits_of(const std::vector<Index>& chosen) {
  unsigned bits = 0;
  for (const Index i : chosen) bits |= 1U << i;
  return bits;
}

// The error of a choice: each lattice block takes the chosen beta with the least error.
Rational error_of(const Errors& errors, unsigned chosen) {
  Rational total = 0;
  for (std::size_t block = 0; block < errors[0].size(); ++block) {
    std::optional<Rational> least;
    for (std::size_t i = 0; i < errors.size(); ++i)
      if ((chosen >> i & 1) != 0 && (!least || errors[i][block] < *least)) least = errors[i][block];
    total += *least;
  }
  return total;
}

RC_GTEST_PROP(OptBetaSearches, NoExchangeOfOneOrTwoIsBetter, ()) {
  Dice dice(*seeds());
  const Index m = dice.between(1, 7);
  const Index k = dice.between(1, m);
  const Index blocks = dice.between(0, 20);
  Errors errors(m);
  for (std::vector<Rational>& of_candidate : errors)
    for (Index block = 0; block < blocks; ++block) of_candidate.push_back(dice.below(20));
  std::vector<Index> start;
  for (Index i = 0; i < m; ++i)
    if (dice.below(m - i) < k - std::ssize(start)) start.push_back(i);
  const SelectedBetas<Rational> found = OptBetaSearch<Rational>(errors).from(start);
  RC_ASSERT(std::ssize(found.chosen) == k);
  RC_ASSERT(std::ranges::is_sorted(found.chosen));
  const unsigned chosen = bits_of(found.chosen);
  RC_ASSERT(std::popcount(chosen) == k);
  RC_ASSERT(found.squared_error == error_of(errors, chosen));
  RC_ASSERT(found.squared_error <= error_of(errors, bits_of(start)));
  for (unsigned other = 0; other < 1U << m; ++other)
    if (std::popcount(other) == k && std::popcount(other & ~chosen) <= 2)
      RC_ASSERT(found.squared_error <= error_of(errors, other));
}

TEST(OptBetaSearches, ChooseAsManyAsCandidatesAtMost) {
  const OptBetaSearch<double> search({{1.0}, {2.0}});
  EXPECT_THROW(search.from({}), Error);
  EXPECT_THROW(search.from({0, 1, 1}), Error);
  EXPECT_EQ(search.from({1}).chosen, std::vector<Index>{0});
  EXPECT_EQ(search.from({0, 1}).squared_error, 1);
}

}  // namespace
}  // namespace quantcheck::test
