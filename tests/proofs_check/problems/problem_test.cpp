// The random problems, which reach the hard cases.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/problems/problem.h>
#include <quantcheck/proofs_check/problems/random_levels.h>
#include <quantcheck/reference/criteria/box.h>
#include <quantcheck/reference/criteria/residual.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/known_levels.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/order.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>

namespace quantcheck::test {
namespace {

using namespace check;
using namespace reference;

bool is_singular(const Matrix<Rational>& hessian) {
  try {
    udu_fraction_free(hessian);
    return false;
  } catch (const NotPositiveDefinite&) {
    return true;
  }
}

// Whether the inputs are correlated and all entries of the factor U are short dyadic fractions.
bool has_dyadic_factor(const Matrix<Rational>& hessian) {
  const Matrix<Rational> u = unit_upper(udu(hessian));
  const auto is_short = [](const Rational& x) { return denominator(Rational(x * 4096)) == 1; };
  return !u.isIdentity(0) && u.unaryExpr(is_short).all();
}

// Counts in how many problems each hard case occurs.
class Census {
 public:
  void add(const Problem& p) {
    seen_.clear();
    const auto& grid = p.grid;
    see("one input", p.in() == 1);
    see("one row", p.out() == 1);
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
    for (const Rational& w : p.weight.reshaped()) see("zero weight", w == 0);
    if (p.activations.size() > 0) {
      add_activations(p);
    } else {
      add_hessian(p);
    }
    add_decisions(p);
  }

  const std::map<std::string, int>& counts() const { return counts_; }

 private:
  void see(const char* what, bool occurs) {
    int& count = counts_[what];
    if (occurs && !std::exchange(seen_[what], true)) ++count;
  }

  void add_hessian(const Problem& p) {
    see("ill-conditioned", p.in() == 10);
    for (const Rational& h : p.hessian.reshaped()) {
      see("huge hessian", abs(h) > exact(0x1p30));
      see("tiny hessian", h != 0 && abs(h) < exact(0x1p-30));
    }
    for (Index j = 0; j < p.in(); ++j)
      see("dead input",
          p.hessian(j, j) == 1 && p.hessian.row(j).cwiseAbs().sum() == 1 && p.weight.col(j).isZero(0));
  }

  void add_activations(const Problem& p) {
    const Matrix<Rational>& h = p.hessian;
    see("fewer samples than inputs", p.activations.rows() < p.in());
    see("more samples than inputs", p.activations.rows() > p.in());
    see("damping 1", p.damping == 1);
    see("damping 2^-14", p.damping == exact(0x1p-14));
    see("sparse", 2 * (p.activations.array() == 0).count() > p.activations.size());
    for (const Rational& x : p.activations.reshaped()) {
      see("half", denominator(x) == 2);
      see("short float", denominator(x) > 64);
    }
    const bool undamped = p.damping == 0;
    see("dyadic factor", undamped && p.in() > 1 && has_dyadic_factor(h));
    for (Index i = 0; i < p.in(); ++i)
      for (Index j = 0; j < i; ++j) {
        see("unlike columns", h(j, j) != 0 && h(i, i) > 256 * h(j, j));
        see("nearly parallel columns", h(i, j) * h(i, j) * 1000 > 999 * h(i, i) * h(j, j) && undamped);
      }
  }

  void add_decisions(const Problem& p) {
    const Udu<Rational> factor = udu_fraction_free(factored_hessian(p));
    const Codes codes = nearest_plane(p.weight, factor, p.grid, p.order, decide_nearest(p.grid, p.rounding));
    for (Index row = 0; row < p.out(); ++row) {
      const Vector<Rational> e = error_of(p.weight, codes, p.grid, p.order, row);
      const Vector<Rational> v = residual(e, factor);
      for (Index k = 0; k < p.in(); ++k) {
        const Index column = p.order[k];
        const auto at = box_position(p.grid, row, column, codes(row, column), v(k));
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

void take_census(const Limits& limits) {
  Census census;
  constexpr int problems = 1000;
  for (int seed = 0; seed < problems; ++seed) census.add(random_problem(seed, limits));
  for (const auto& [what, count] : census.counts()) EXPECT_GE(count, problems / 25) << what;
}

TEST(RandomProblem, ReachesEveryHardCase) { take_census({}); }
TEST(RandomProblem, ReachesEveryHardCaseWithActivations) { take_census({.activations = true}); }

TEST(RandomProblem, ReachesEveryKindOfGrid) {
  const std::vector<Rational> e2m1 = exact_levels(e2m1_levels);
  const std::vector<Rational> nf4 = exact_levels(nf4_levels);
  std::map<std::string, int> counts;
  for (int seed = 0; seed < 1000; ++seed) {
    const Grid<Rational> grid = random_problem(seed, {.any_grid = true}).grid;
    const std::size_t distinct = distinct_levels(grid.levels).size();
    const bool is_table = !grid.levels.empty();
    counts["integers"] += is_table ? 0 : 1;
    counts["e2m1"] += grid.levels == e2m1 ? 1 : 0;
    counts["NF4"] += grid.levels == nf4 ? 1 : 0;
    counts["one value"] += distinct == 1 ? 1 : 0;
    counts["values that repeat"] += distinct < grid.levels.size() && grid.levels != e2m1 ? 1 : 0;
    counts["not sorted"] += std::is_sorted(grid.levels.begin(), grid.levels.end()) ? 0 : 1;
    counts["a table with zeros"] += is_table && grid.zero.front() != 0 ? 1 : 0;
    counts["a table with offsets"] += is_table && !grid.offset.empty() ? 1 : 0;
    counts["integers with offsets"] += !is_table && !grid.offset.empty() ? 1 : 0;
    counts["a negative scale"] += is_table && grid.scale.front() < 0 ? 1 : 0;
    EXPECT_TRUE(!is_table || grid.range == CodeRange());
  }
  for (const auto& [what, count] : counts) EXPECT_GE(count, 20) << what;
}

TEST(RandomProblem, CutsTablesDownToItsLimit) {
  std::size_t most = 0;
  for (int seed = 0; seed < 300; ++seed)
    most = std::max(most, random_problem(seed, {.codes = 5, .any_grid = true}).grid.levels.size());
  EXPECT_EQ(most, 5U);
}

TEST(RandomProblem, KeepsToItsLimits) {
  for (int seed = 0; seed < 300; ++seed) {
    const Problem p = random_problem(seed, {.in = 3, .out = 2, .codes = 4});
    ASSERT_LE(p.in(), 3);
    ASSERT_LE(p.out(), 2);
    ASSERT_LT(p.grid.range.max.value() - p.grid.range.min.value(), 4);
    ASSERT_EQ(p.activations.size(), 0);
  }
}

TEST(RandomProblem, TheHessianIsTheGramMatrixOfTheActivations) {
  for (int seed = 0; seed < 300; ++seed) {
    const Problem p = random_problem(seed, {.in = 5, .activations = true});
    ASSERT_LE(p.in(), 5);
    ASSERT_GT(p.activations.rows(), 0);
    ASSERT_EQ(p.hessian, Matrix<Rational>(p.activations.transpose() * p.activations));
    const Matrix<Rational> basis = factor_basis(p);
    ASSERT_EQ(basis.rows(), p.activations.rows() + (p.damping == 0 ? 0 : p.in()));
    ASSERT_EQ(Matrix<Rational>(basis.transpose() * basis), factored_hessian(p));
  }
}

TEST(FactorBasis, ByHand) {
  Problem p;
  p.weight = Matrix<Rational>::Zero(1, 2);
  p.activations = Matrix<Rational>{{Rational(2), Rational(3)}};
  p.order = {1, 0};
  EXPECT_EQ(factor_basis(p), (Matrix<Rational>{{Rational(3), Rational(2)}}));
  p.damping = Rational(4, 9);
  const Rational root(2, 3);
  EXPECT_EQ(factor_basis(p), (Matrix<Rational>{{Rational(3), Rational(2)}, {root, 0}, {0, root}}));
}

TEST(FactorBasis, RefusesWhatHasNone) {
  EXPECT_THROW(factor_basis(random_problem(0)), Error);
  Problem p = random_problem(0, {.activations = true});
  for (const Rational& damping : {Rational(2), Rational(1, 3), Rational(-4)}) {
    p.damping = damping;
    EXPECT_THROW(factor_basis(p), Error);
  }
}

std::string shown(const Problem& p) {
  std::ostringstream stream;
  stream << p;
  return stream.str();
}

TEST(Problem, IsShownWithItsActivationsOrItsHessian) {
  const std::string with = shown(random_problem(0, {.activations = true}));
  const std::string without = shown(random_problem(0));
  EXPECT_NE(with.find("activations ="), std::string::npos);
  EXPECT_EQ(with.find("hessian ="), std::string::npos);
  EXPECT_EQ(without.find("activations ="), std::string::npos);
  EXPECT_NE(without.find("hessian ="), std::string::npos);
}

Problem plain_problem() {
  Problem p;
  p.weight = Matrix<Rational>{{Rational(-17, 2)}};
  p.hessian = Matrix<Rational>{{Rational(1)}};
  p.grid = {1, {1}, {0}, {0}, {}};
  p.order = {0};
  return p;
}

TEST(Problem, IsShownWithoutWhatIsPlain) {
  EXPECT_EQ(shown(plain_problem()), R"(
  weight =
    -17/2
  hessian =
    1
  scale =
    1
  codes: any integer
  ties: to even
)");
}

TEST(Problem, IsShownWithItsGridByRowAndColumn) {
  Problem p;
  p.weight = Matrix<Rational>{{1, Rational(1, 2), -12}, {0, 2, Rational(-5, 3)}};
  p.hessian = Matrix<Rational>::Identity(3, 3);
  p.damping = Rational(1, 100);
  p.grid = {2, {1, Rational(-7, 5), 3, 4}, {0, 8, -1, 0}, {1, 0, 1}, {0, 15}};
  p.order = {2, 0, 1};
  p.rounding = Rounding::half_away;
  EXPECT_EQ(shown(p), R"(
  weight =
       1  1/2  -12
       0    2 -5/3
  hessian =
    1 0 0
    0 1 0
    0 0 1
  damping = 1/100
  scale =
    -7/5    1 -7/5
       4    3    4
  zero point =
     8  0  8
     0 -1  0
  codes: 0 .. 15
  order: 2 0 1
  ties: away from zero
)");
}

TEST(Problem, IsShownWithItsLevelsAndOffsets) {
  Problem p = plain_problem();
  p.grid.levels = {Rational(-1, 2), 0, 3, 0};
  EXPECT_NE(shown(p).find("\n  levels: -1/2 0 3 0\n"), std::string::npos) << p;
  EXPECT_EQ(shown(p).find("codes:"), std::string::npos) << p;
  EXPECT_EQ(shown(p).find("offset"), std::string::npos) << p;
  p.grid.offset = {Rational(7, 3)};
  EXPECT_NE(shown(p).find("\n  offset =\n    7/3\n"), std::string::npos) << p;
}

TEST(Problem, IsShownWithItsCodesAndTies) {
  Problem p = plain_problem();
  const auto shows = [&p](const char* line) { return shown(p).find(line) != std::string::npos; };
  p.grid.range = {4, {}};
  EXPECT_TRUE(shows("\n  codes: 4 and up\n")) << p;
  p.grid.range = {{}, -3};
  EXPECT_TRUE(shows("\n  codes: up to -3\n")) << p;
  p.grid.range = {4, 4};
  EXPECT_TRUE(shows("\n  codes: 4 .. 4\n")) << p;
  p.rounding = Rounding::half_up;
  EXPECT_TRUE(shows("\n  ties: up\n")) << p;
}

}  // namespace
}  // namespace quantcheck::test
