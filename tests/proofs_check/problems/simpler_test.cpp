// Simpler problems: they are valid problems, and making problems simpler comes to an end.
#include <gtest/gtest.h>

#include <algorithm>

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/problems/problem.h>
#include <quantcheck/reference/hessian/prepare.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/tests/support/sanitized.h>

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
  EXPECT_TRUE(p.grid.offset.empty() || p.grid.offset.size() == p.grid.scale.size());
  for (const Rational& scale : p.grid.scale) EXPECT_NE(scale, 0);
  for (const Index group : p.grid.group_index) EXPECT_LT(group, p.grid.groups);
  EXPECT_EQ(p.activations.size() > 0, activations);
  if (!activations) return;
  EXPECT_TRUE(gram(p.activations) == p.hessian);
  EXPECT_TRUE(gram(factor_basis(p)) == factored_hessian(p));
}

constexpr int chains = sanitized ? 10 : 30;

void follow_chains(const Limits& limits) {
  Dice dice(1);
  for (int seed = 0; seed < chains; ++seed) {
    std::vector<Problem> next{random_problem(seed, limits)};
    for (int step = 0; !next.empty(); ++step) {
      ASSERT_LT(step, 1000);
      const Problem p = next[dice.below(std::ssize(next))];
      expect_well_formed(p, limits.activations);
      next = simpler(p);
    }
  }
}

TEST(Simpler, EveryChainEndsAndStaysWellFormed) { follow_chains({}); }
TEST(Simpler, EveryChainOnAnyGridEndsAndStaysWellFormed) { follow_chains({.any_grid = true}); }
TEST(Simpler, EveryChainOfActivationsEndsAndStaysWellFormed) { follow_chains({.activations = true}); }

TEST(Simpler, EveryStepLowersTheComplexity) {
  for (const Limits& limits : {Limits{}, Limits{.activations = true}, Limits{.any_grid = true}})
    for (int seed = 0; seed < (sanitized ? 30 : 100); ++seed) {
      const Problem problem = random_problem(seed, limits);
      const Complexity before = complexity(problem);
      for (const Problem& p : simpler(problem)) {
        EXPECT_LT(complexity(p), before) << problem << p;
        for (const Index part : complexity(p)) EXPECT_GE(part, 0);
      }
    }
}

void expect_simplest(const Problem& p) {
  const bool activations = p.activations.size() > 0;
  EXPECT_EQ(p.weight, Matrix<Rational>::Zero(1, 1)) << p;
  EXPECT_EQ(p.hessian(0, 0) + p.damping, 1) << p;
  EXPECT_EQ(p.activations.size(), activations ? 1 : 0) << p;
  EXPECT_TRUE(activations || p.damping == 0) << p;
  EXPECT_EQ(p.grid.groups, 1) << p;
  EXPECT_EQ(p.grid.scale, std::vector<Rational>{1}) << p;
  EXPECT_EQ(p.grid.zero, std::vector<Code>{0}) << p;
  EXPECT_LE(p.grid.levels.size(), 1U) << p;
  EXPECT_TRUE(p.grid.offset.empty()) << p;
  EXPECT_EQ(p.rounding, Rounding::half_even) << p;
}

TEST(Simpler, EndsAtOneWeight) {
  for (const Limits& limits : {Limits{}, Limits{.activations = true}, Limits{.any_grid = true}})
    for (int seed = 0; seed < chains; ++seed) {
      const bool boldest = seed % 2 == 0;
      Problem p = random_problem(seed, limits);
      std::vector<Problem> next = simpler(p);
      for (int step = 0; !next.empty(); ++step) {
        ASSERT_LT(step, 1000);
        p = boldest ? next.front() : next.back();
        next = simpler(p);
      }
      expect_simplest(p);
    }
}

Problem two_by_two(const Matrix<Rational>& hessian, const Rational& damping = 0) {
  Problem p;
  p.weight = Matrix<Rational>::Zero(2, 2);
  p.hessian = hessian;
  p.damping = damping;
  p.grid = {1, {1, 1}, {0, 0}, {0, 0}, {}};
  p.order = {0, 1};
  return p;
}

bool same(const Matrix<Rational>& a, const Matrix<Rational>& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() && a == b;
}

// Whether one of the simpler problems has the property `is`.
template <class Is>
bool offers(const Problem& problem, Is is) {
  const std::vector<Problem> found = simpler(problem);
  return std::any_of(found.begin(), found.end(), is);
}

bool offers_hessian(const Problem& problem, const Matrix<Rational>& hessian, const Rational& damping) {
  return offers(problem, [&](const Problem& p) { return same(p.hessian, hessian) && p.damping == damping; });
}

// A level that is left out or made shorter moves no weight, and no other level.
TEST(Simpler, LeavesOutLevels) {
  Problem p = two_by_two(Matrix<Rational>::Identity(2, 2));
  p.grid.levels = {Rational(5, 2), 0, -3};
  const auto offers_levels = [&](const std::vector<Rational>& levels) {
    return offers(p, [&](const Problem& q) { return q.grid.levels == levels && q.weight == p.weight; });
  };
  EXPECT_TRUE(offers_levels({0, -3}));
  EXPECT_TRUE(offers_levels({Rational(5, 2), 0}));
  EXPECT_TRUE(offers_levels({2, 0, -3}));
  EXPECT_TRUE(offers_levels({Rational(5, 2), 0, 1}));
}

TEST(Simpler, MakesDampings01OrIntegers) {
  const Matrix<Rational> correlated{{2, 1}, {1, 2}};
  const Rational damping(5764607523034235, 524288);
  const Problem p = two_by_two(correlated, damping);
  EXPECT_TRUE(offers_hessian(p, correlated, 0));
  EXPECT_TRUE(offers_hessian(p, correlated, 1));
  EXPECT_TRUE(offers_hessian(p, correlated, reference::floor(damping)));
  EXPECT_TRUE(offers_hessian(p, damped(correlated, damping), 0));
  const Matrix<Rational> singular{{1, 1}, {1, 1}};
  EXPECT_FALSE(offers_hessian(two_by_two(singular, 2), singular, 0));
  EXPECT_TRUE(offers_hessian(two_by_two(singular, 2), singular, 1));
}

TEST(Simpler, RoundsHessiansThatStayDefinite) {
  const Rational off = Rational(-1, 3) + exact(0x1p-59);
  const Matrix<Rational> hessian{{Rational(7, 3), off},
                                 {off, Rational(1158686112129881211, 576460752303423488)}};
  const Matrix<Rational> whole{{2, -1}, {-1, 2}};
  EXPECT_TRUE(offers_hessian(two_by_two(hessian), whole, 0));
  EXPECT_TRUE(offers_hessian(two_by_two(hessian, 3), whole, 3));
  const Matrix<Rational> narrow{{Rational(5, 3), off}, {off, Rational(9, 10)}};
  EXPECT_FALSE(offers_hessian(two_by_two(narrow), Matrix<Rational>{{1, -1}, {-1, 0}}, 0));
  const Rational small = exact(0.1);
  const Rational sixteenth(1, 16);
  EXPECT_TRUE(offers_hessian(two_by_two(Matrix<Rational>{{1, small}, {small, 1}}),
                             Matrix<Rational>{{1, sixteenth}, {sixteenth, 1}}, 0));
}

TEST(Simpler, MakesTheFactorShortWithAndWithoutDamping) {
  const Rational unit = exact(0x1p40);
  const Matrix<Rational> hessian = Matrix<Rational>{{4, Rational(9, 5)}, {Rational(9, 5), 1}} * unit;
  for (const Rational& damping : {Rational(0), Rational(1), Rational(unit / 1000)}) {
    const Problem p = two_by_two(hessian, damping);
    EXPECT_TRUE(offers_hessian(p, Matrix<Rational>{{2, 1}, {1, 1}}, 0)) << p;
    const Rational three_halves(3, 2);
    EXPECT_TRUE(offers_hessian(p, Matrix<Rational>{{Rational(13, 4), three_halves}, {three_halves, 1}}, 0));
    EXPECT_EQ(offers_hessian(p, Matrix<Rational>{{2, 1}, {1, 1}}, 1), damping != 0) << p;
  }
}

TEST(Simpler, RoundsWeightsToPartsOfTheirStep) {
  const Rational steps(Rational("220020397069620155587/97522746047518998528"));
  Problem p = two_by_two(Matrix<Rational>::Identity(2, 2));
  for (const Rational& scale : {Rational(1), Rational(-3)}) {
    p.grid.scale[1] = scale;
    p.weight(1, 0) = steps * scale;
    p.weight(1, 1) = -steps * scale;
    const auto offers_steps = [&](const Rational& first, const Rational& second) {
      return offers(p, [&](const Problem& q) {
        return q.weight.size() == 4 && q.grid.scale == p.grid.scale && q.weight(1, 0) == first * scale &&
               q.weight(1, 1) == second * scale;
      });
    };
    EXPECT_TRUE(offers_steps(0, -steps));
    EXPECT_TRUE(offers_steps(2, -steps));
    EXPECT_TRUE(offers_steps(Rational(36, 16), -steps));
    EXPECT_TRUE(offers_steps(steps, Rational(-5, 2)));
    EXPECT_TRUE(offers_steps(steps, Rational(-37, 16)));
    EXPECT_TRUE(offers_steps(2, Rational(-5, 2)));
    EXPECT_TRUE(offers_steps(Rational(36, 16), Rational(-37, 16)));
  }
}

TEST(Simpler, DropsGroupsThatNoColumnIsIn) {
  Problem p = two_by_two(Matrix<Rational>::Identity(2, 2));
  p.grid = {4, {2, 3, 4, 5, 6, 7, 8, 9}, {0, 1, 2, 3, 4, 5, 6, 7}, {2, 0}, {0, 3}};
  p.weight = Matrix<Rational>{{1, 2}, {3, 4}};
  EXPECT_TRUE(offers(p, [&](const Problem& q) {
    return q.grid.groups == 2 && q.grid.group_index == std::vector<Index>{1, 0} &&
           q.grid.scale == std::vector<Rational>{2, 4, 6, 8} &&
           q.grid.zero == std::vector<Code>{0, 2, 4, 6} && q.grid.range.max == 3 && same(q.weight, p.weight);
  }));
}

TEST(Simpler, PutsAllColumnsInOneGroup) {
  Problem p = two_by_two(Matrix<Rational>::Identity(2, 2));
  p.grid = {2, {2, 3, 4, 5}, {0, 1, 2, 3}, {1, 0}, {0, 3}};
  p.weight = Matrix<Rational>{{1, 1}, {1, 1}};
  EXPECT_TRUE(offers(p, [](const Problem& q) {
    return q.grid.groups == 1 && q.grid.group_index == std::vector<Index>{0, 0} &&
           q.grid.scale == std::vector<Rational>{3, 5} && q.grid.zero == std::vector<Code>{1, 3} &&
           q.grid.range.max == 3 &&
           same(q.weight, Matrix<Rational>{{1, Rational(3, 2)}, {1, Rational(5, 4)}});
  }));
  p.grid = {1, {1, 1}, {0, 0}, {0, 0}, {}};
  EXPECT_FALSE(
      offers(p, [&](const Problem& q) { return same(q.weight, p.weight) && same(q.hessian, p.hessian); }));
}

}  // namespace
}  // namespace quantcheck::test
