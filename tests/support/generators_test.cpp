// The random problems reach the hard cases, and shrinking them ends.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include <quantcheck/reference/criteria/box.h>
#include <quantcheck/reference/criteria/residual.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>
#include <quantcheck/tests/support/dice.h>
#include <quantcheck/tests/support/problem.h>

namespace quantcheck::test {
namespace {

using namespace reference;

bool is_singular(const Matrix<Rational>& hessian) {
  try {
    udu_fraction_free(hessian);
    return false;
  } catch (const NotPositiveDefinite&) {
    return true;
  }
}

// In how many problems each hard case occurs.
class Census {
 public:
  void add(const Problem& p) {
    seen_.clear();
    const auto& grid = p.grid;
    see("one input", p.in() == 1);
    see("one row", p.out() == 1);
    see("ill-conditioned", p.in() == 10);
    see("singular before damping", is_singular(p.hessian));
    see("no damping", p.damping == 0);
    see("natural order", p.order == natural_order(p.in()) && p.in() > 1);
    see("other order", p.order != natural_order(p.in()));
    see("groups do not divide", grid.groups > 1 && p.in() % grid.groups != 0);
    see("unbounded", !grid.range.min && !grid.range.max);
    see("half open", grid.range.min.has_value() != grid.range.max.has_value());
    see("one code", grid.range.min && grid.range.min == grid.range.max);
    see("half_even", p.rounding == Rounding::half_even);
    see("half_up", p.rounding == Rounding::half_up);
    see("half_away", p.rounding == Rounding::half_away);
    for (const Code zero : grid.zero) see("zero point", zero != 0);
    for (const Rational& scale : grid.scale) {
      see("negative scale", scale < 0);
      see("huge scale", abs(scale) > exact(0x1p38));
      see("tiny scale", abs(scale) < exact(0x1p-38));
    }
    for (const Rational& h : p.hessian.reshaped()) {
      see("huge hessian", abs(h) > exact(0x1p30));
      see("tiny hessian", h != 0 && abs(h) < exact(0x1p-30));
    }
    for (const Rational& w : p.weight.reshaped()) see("zero weight", w == 0);
    for (Index j = 0; j < p.in(); ++j)
      see("dead input",
          p.hessian(j, j) == 1 && p.hessian.row(j).cwiseAbs().sum() == 1 && p.weight.col(j).isZero(0));
    add_decisions(p);
  }

  const std::map<std::string, int>& counts() const { return counts_; }

 private:
  void see(const char* what, bool occurs) {
    int& count = counts_[what];
    if (occurs && !std::exchange(seen_[what], true)) ++count;
  }

  void add_decisions(const Problem& p) {
    const Udu<Rational> factor = udu_fraction_free(factored_hessian(p));
    const Codes codes = nearest_plane(p.weight, factor, p.grid, p.order, decide_nearest(p.grid, p.rounding));
    for (Index row = 0; row < p.out(); ++row) {
      const Vector<Rational> e = error_of(p.weight, codes, p.grid, p.order, row);
      const Vector<Rational> v = residual(e, factor);
      for (Index k = 0; k < p.in(); ++k) {
        const Index column = p.order[k];
        const auto at = box_position(v(k), p.grid.scale_at(row, column), codes(row, column), p.grid.range);
        see("tie", at.asked && at.excess == 0);
        see("tie moved by an earlier error", at.asked && at.excess == 0 && v(k) != e(k));
        see("near tie", at.asked && at.excess != 0 && abs(at.excess) < exact(0x1p-20));
        see("clipped", at.clipped);
      }
    }
  }

  std::map<std::string, int> counts_;
  std::map<std::string, bool> seen_;
};

TEST(RandomProblem, reaches_every_hard_case) {
  Census census;
  constexpr int problems = 1000;
  for (int seed = 0; seed < problems; ++seed) census.add(random_problem(seed));
  for (const auto& [what, count] : census.counts()) EXPECT_GE(count, problems / 25) << what;
}

TEST(RandomProblem, keeps_to_its_limits) {
  for (int seed = 0; seed < 300; ++seed) {
    const Problem p = random_problem(seed, {.in = 3, .out = 2, .codes = 4});
    ASSERT_LE(p.in(), 3);
    ASSERT_LE(p.out(), 2);
    ASSERT_LT(p.grid.range.max.value() - p.grid.range.min.value(), 4);
  }
}

void expect_well_formed(const Problem& p) {
  EXPECT_NO_THROW(udu_fraction_free(factored_hessian(p)));
  EXPECT_TRUE(p.hessian == Matrix<Rational>(p.hessian.transpose()));
  EXPECT_TRUE(is_permutation(p.order, p.in()));
  EXPECT_EQ(std::ssize(p.grid.group_index), p.in());
  EXPECT_EQ(std::ssize(p.grid.scale), p.out() * p.grid.groups);
  EXPECT_EQ(std::ssize(p.grid.zero), p.out() * p.grid.groups);
  for (const Rational& scale : p.grid.scale) EXPECT_NE(scale, 0);
  for (const Index group : p.grid.group_index) EXPECT_LT(group, p.grid.groups);
}

TEST(Simpler, every_chain_ends_and_stays_well_formed) {
  Dice dice(1);
  for (int seed = 0; seed < 30; ++seed) {
    std::vector<Problem> next{random_problem(seed)};
    for (int step = 0; !next.empty(); ++step) {
      ASSERT_LT(step, 1000);
      const Problem p = next[dice.below(std::ssize(next))];
      expect_well_formed(p);
      next = simpler(p);
    }
  }
}

}  // namespace
}  // namespace quantcheck::test
