// The factor in pairs keeps its proven bound, in rationals, for Hessians that double cannot factor.
#include <gtest/gtest.h>

#include <cmath>

#include <quantcheck/optimized/pair_factor.h>
#include <quantcheck/tests/support/exact_bounds.h>
#include <quantcheck/tests/support/scaled_hessian.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using check::Dice;
using reference::exact;
using reference::Rational;

Rational value(Pair x) { return exact(x.hi) + exact(x.lo); }

// The diagonal, which in pairs can be damped by less than double sees.
Pairs diagonal_of(const ScaledHessian& hessian, double damping) {
  Pairs diagonal{hessian.diagonal, std::vector<double>(hessian.in)};
  for (Index i = 0; i < hessian.in; ++i) diagonal.lo[i] = damping * diagonal.hi[i];
  return diagonal;
}

PairFactor factor_of(const ScaledHessian& hessian, const Pairs& diagonal) {
  return factor_in_pairs({hessian.entries.data(), hessian.in, hessian.in, hessian.in}, diagonal,
                         hessian.order, hessian.scaling);
}

Rational unit_entry(const PairFactor& factor, Index i, Index j) {
  return i == j ? Rational(1) : value(factor.entry(i, j));
}

void expect_bound(const ScaledHessian& hessian, const Pairs& diagonal, const PairFactor& factor, Index i,
                  Index j) {
  Rational rest = exact(hessian.scaled(i, j));
  if (i == j) rest += exact(diagonal.lo[hessian.order[i]]);
  Rational size = 0;
  for (Index k = std::max(i, j); k < factor.in; ++k) {
    const Rational pivot = exact(factor.pivots.hi[k]) + exact(factor.pivots.lo[k]);
    const Rational term = unit_entry(factor, i, k) * pivot * unit_entry(factor, j, k);
    rest -= term;
    size += abs(term);
  }
  ASSERT_LE(abs(rest), exact(pair_factor_error(factor.in)) * size) << i << ", " << j;
}

void expect_bounds(const ScaledHessian& hessian, const Pairs& diagonal, const PairFactor& factor,
                   Dice& dice) {
  ASSERT_EQ(factor.bad_step, -1);
  ASSERT_EQ(std::ssize(factor.pivots.hi), hessian.in);
  for (Index i = 0; i < hessian.in; i += 1 + hessian.in / 40) expect_bound(hessian, diagonal, factor, i, i);
  for (int k = 0; k < 100; ++k) {
    const Index i = dice.below(hessian.in);
    expect_bound(hessian, diagonal, factor, i, dice.below(hessian.in));
  }
}

class PairFactors : public testing::TestWithParam<Index> {};

TEST_P(PairFactors, KeepTheBound) {
  Dice dice(static_cast<std::uint64_t>(GetParam()) + 400);
  const ScaledHessian hessian(GetParam(), 0x1p-40, dice);
  const Pairs diagonal = diagonal_of(hessian, 0x1p-58);
  expect_bounds(hessian, diagonal, factor_of(hessian, diagonal), dice);
}

// The Hessian of a third as many samples, in whole numbers, has a condition of about 2^80.
TEST_P(PairFactors, OfSingularHessiansKeepTheBound) {
  const Index in = GetParam();
  Dice dice(static_cast<std::uint64_t>(in) + 500);
  ScaledHessian hessian(in, 0, dice);
  hessian.entries.assign(in * in, 0.0);
  hessian.scaling.assign(in, 0x1p-4);
  for (Index sample = 0; sample <= in / 3; ++sample) {
    std::vector<double> x(in);
    for (double& entry : x) entry = static_cast<double>(dice.between(1, 9));
    for (Index i = 0; i < in; ++i)
      for (Index j = 0; j < in; ++j) hessian.entries[i * in + j] += x[i] * x[j];
  }
  for (Index i = 0; i < in; ++i) hessian.diagonal[i] = hessian.entries[i * in + i] * 0x1p-8;
  EXPECT_EQ(hessian.factor().bad_step >= 0, in >= 2);
  const Pairs diagonal = diagonal_of(hessian, 0x1p-76);
  expect_bounds(hessian, diagonal, factor_of(hessian, diagonal), dice);
}

INSTANTIATE_TEST_SUITE_P(Sizes, PairFactors, testing::Values(1, 2, 15, 16, 17, 64, 65, 255, 256, 257, 330),
                         testing::PrintToStringParamName());

// The rest of 1 - x^2 is 2^-52 and some 2^-106, of which double has nothing.
TEST(PairFactor, OfWhatDoubleCannotFactor) {
  const double x = 1 - 0x1p-53;
  const std::vector<double> h{1, x, x, 1};
  const MatrixView<const double> view{h.data(), 2, 2, 2};
  EXPECT_EQ(factor_in_double(view, {1, 1}, {0, 1}, {}).bad_step, 0);
  const PairFactor factor = factor_in_pairs(view, {{1, 1}, {0, 0}}, {0, 1}, {});
  EXPECT_EQ(factor.bad_step, -1);
  EXPECT_EQ(value({factor.pivots.hi[0], factor.pivots.lo[0]}), exact(0x1p-52) - exact(0x1p-106));
  EXPECT_EQ(value({factor.pivots.hi[1], factor.pivots.lo[1]}), 1);
  EXPECT_EQ(value(factor.entry(0, 1)), exact(x));
}

TEST(PairFactor, RoundsToTheFactorInDouble) {
  Dice dice(8);
  const ScaledHessian hessian(40, 0.5, dice);
  const PairFactor factor = factor_of(hessian, diagonal_of(hessian, 0));
  const DoubleFactor rounded = rounded_to_double(factor);
  const DoubleFactor in_double = hessian.factor();
  EXPECT_EQ(rounded.in, 40);
  EXPECT_EQ(rounded.order, hessian.order);
  EXPECT_EQ(rounded.pivots, factor.pivots.hi);
  for (Index j = 0; j < 40; ++j)
    for (Index i = 0; i < j; ++i) {
      EXPECT_EQ(rounded.entry(i, j), factor.entry(i, j).hi);
      EXPECT_NEAR(rounded.entry(i, j), in_double.entry(i, j), 1e-12);
    }
}

TEST(PairFactor, StopsAtABadPivot) {
  Dice dice(9);
  for (const Index in : {1, 17, 300}) {
    ScaledHessian hessian(in, 0.5, dice);
    const Index step = in / 3;
    hessian.diagonal[hessian.order[step]] = -2;
    const PairFactor factor = factor_of(hessian, diagonal_of(hessian, 0));
    EXPECT_EQ(factor.bad_step, step);
    EXPECT_LE(factor.bad_pivot, -2);
    EXPECT_EQ(factor.panels.size(), 0);
  }
}

TEST(PairFactor, TheBound) {
  EXPECT_LT(pair_factor_error(4096), 0x1p-89);
  EXPECT_GT(pair_factor_error(4096), 259 * 260 * 0x1p-106);
  EXPECT_GT(pair_factor_error(1), 12 * 0x1p-106);
}

TEST(PairFactor, RefusesOtherSizes) {
  const std::vector<double> h(4, 1.0);
  const MatrixView<const double> square{h.data(), 2, 2, 2};
  EXPECT_THROW(factor_in_pairs({h.data(), 1, 2, 2}, {{1}, {0}}, {0}, {}), Error);
  EXPECT_THROW(factor_in_pairs(square, {{1, 1}, {0}}, {0, 1}, {}), Error);
  EXPECT_THROW(factor_in_pairs(square, {{1, 1}, {0, 0}}, {0, 0}, {}), Error);
  EXPECT_THROW(factor_in_pairs(square, {{1, 1}, {0, 0}}, {0, 1}, {1}), Error);
}

}  // namespace
}  // namespace quantcheck::test
