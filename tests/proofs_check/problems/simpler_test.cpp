// Simpler problems are problems, and making them simpler ends.
#include <gtest/gtest.h>

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/problems/problem.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/order.h>

namespace quantcheck::test {
namespace {

using namespace check;
using namespace reference;

void expect_well_formed(const Problem& p, bool activations) {
  EXPECT_NO_THROW(udu_fraction_free(factored_hessian(p)));
  EXPECT_TRUE(p.hessian == Matrix<Rational>(p.hessian.transpose()));
  EXPECT_TRUE(is_permutation(p.order, p.in()));
  EXPECT_EQ(std::ssize(p.grid.group_index), p.in());
  EXPECT_EQ(std::ssize(p.grid.scale), p.out() * p.grid.groups);
  EXPECT_EQ(std::ssize(p.grid.zero), p.out() * p.grid.groups);
  for (const Rational& scale : p.grid.scale) EXPECT_NE(scale, 0);
  for (const Index group : p.grid.group_index) EXPECT_LT(group, p.grid.groups);
  EXPECT_EQ(p.activations.size() > 0, activations);
  if (!activations) return;
  EXPECT_TRUE(gram(p.activations) == p.hessian);
  EXPECT_TRUE(gram(factor_basis(p)) == factored_hessian(p));
}

void follow_chains(const Limits& limits) {
  Dice dice(1);
  for (int seed = 0; seed < 30; ++seed) {
    std::vector<Problem> next{random_problem(seed, limits)};
    for (int step = 0; !next.empty(); ++step) {
      ASSERT_LT(step, 1000);
      const Problem p = next[dice.below(std::ssize(next))];
      expect_well_formed(p, limits.activations);
      next = simpler(p);
    }
  }
}

TEST(Simpler, every_chain_ends_and_stays_well_formed) { follow_chains({}); }
TEST(Simpler, every_chain_of_activations_ends_and_stays_well_formed) { follow_chains({.activations = true}); }

// The counts by which simpler.cpp argues that chains of problems with activations end, added up.
Index complexity(const Problem& p) {
  Index count = p.out() + p.in() + p.activations.rows();
  const auto add = [&count](bool occurs) { count += occurs ? 1 : 0; };
  for (const Rational& x : p.activations.reshaped()) {
    add(x != 0);
    add(x != 0 && x != 1);
    add(denominator(x) != 1);
  }
  add(p.damping != 0);
  add(p.damping != 0 && p.damping != 1);
  add(p.order != natural_order(p.in()));
  add(p.rounding != Rounding::half_even);
  for (const Code zero : p.grid.zero) add(zero != 0);
  for (const Rational& scale : p.grid.scale) add(scale != 1);
  for (Index row = 0; row < p.out(); ++row)
    for (Index j = 0; j < p.in(); ++j) {
      add(p.weight(row, j) != 0);
      add(denominator(Rational(2 * p.weight(row, j) / p.grid.scale_at(row, j))) != 1);
    }
  return count;
}

TEST(Simpler, every_step_lowers_what_counts) {
  for (int seed = 0; seed < 100; ++seed) {
    const Problem problem = random_problem(seed, {.activations = true});
    for (const Problem& p : simpler(problem)) EXPECT_LT(complexity(p), complexity(problem)) << problem << p;
  }
}

TEST(Simpler, ends_at_one_weight) {
  for (int seed = 0; seed < 30; ++seed) {
    Problem p = random_problem(seed, {.activations = true});
    std::vector<Problem> next = simpler(p);
    for (int step = 0; !next.empty(); ++step) {
      ASSERT_LT(step, 1000);
      p = next.front();
      next = simpler(p);
    }
    EXPECT_EQ(p.activations.size(), 1);
    EXPECT_EQ(p.weight, Matrix<Rational>::Zero(1, 1));
    EXPECT_EQ(p.hessian(0, 0) + p.damping, 1);
  }
}

}  // namespace
}  // namespace quantcheck::test
