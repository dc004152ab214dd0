// The factor in double keeps its proven bound, in rationals.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <quantcheck/optimized/double_factor.h>
#include <quantcheck/tests/support/exact_bounds.h>
#include <quantcheck/tests/support/scaled_hessian.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using check::Dice;
using reference::exact;
using reference::Rational;

// |A - U D U^T| <= gamma_m |U| D |U|^T in entry i, j of the processing order.
void expect_bound(const ScaledHessian& hessian, const DoubleFactor& factor, Index i, Index j) {
  Rational rest = exact(hessian.scaled(i, j));
  Rational size = 0;
  for (Index k = std::max(i, j); k < factor.in; ++k) {
    const Rational term = unit_entry(factor, i, k) * exact(factor.pivots[k]) * unit_entry(factor, j, k);
    rest -= term;
    size += abs(term);
  }
  ASSERT_LE(abs(rest), gamma_of(roundings_of_factor(factor.in)) * size) << i << ", " << j;
}

void expect_bounds(const ScaledHessian& hessian, Dice& dice) {
  const DoubleFactor factor = hessian.factor();
  ASSERT_EQ(factor.bad_step, -1);
  ASSERT_EQ(std::ssize(factor.pivots), hessian.in);
  for (Index i = 0; i < hessian.in; i += 1 + hessian.in / 40) expect_bound(hessian, factor, i, i);
  for (int k = 0; k < 150; ++k) {
    const Index i = dice.below(hessian.in);
    expect_bound(hessian, factor, i, dice.below(hessian.in));
  }
}

class DoubleFactors : public testing::TestWithParam<Index> {};

// Hessians of 24 samples, with so little damping that double can just factor them, and with more.
TEST_P(DoubleFactors, KeepTheBound) {
  Dice dice(static_cast<std::uint64_t>(GetParam()));
  for (const double damping : {1e-11, 1e-6, 1.0}) {
    SCOPED_TRACE(damping);
    expect_bounds(ScaledHessian(GetParam(), damping, dice), dice);
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, DoubleFactors, testing::Values(1, 2, 15, 16, 17, 64, 65, 255, 256, 257, 330),
                         testing::PrintToStringParamName());

TEST(DoubleFactor, TheNumberOfRoundings) {
  EXPECT_EQ(roundings_of_factor(1), 2);
  EXPECT_EQ(roundings_of_factor(256), 257);
  EXPECT_EQ(roundings_of_factor(4096), 272);
  EXPECT_EQ(roundings_of_factor(14336), 312);
}

// The scaling is a change of the exponents and of nothing else, however far it reaches.
TEST(DoubleFactor, OfAScaledHessianIsThatOfTheProduct) {
  Dice dice(5);
  const ScaledHessian hessian(70, 1e-3, dice);
  std::vector<double> far = hessian.entries;
  std::vector<double> scaling = hessian.scaling;
  for (Index i = 0; i < hessian.in; ++i) {
    const double s = std::ldexp(1.0, i % 3 == 0 ? 480 : i % 3 == 1 ? -470 : 7);
    scaling[i] = hessian.scaling[i] / s;
    for (Index j = 0; j < hessian.in; ++j) {
      far[i * hessian.in + j] *= s;
      far[j * hessian.in + i] *= s;
    }
  }
  const DoubleFactor expected = hessian.factor();
  const DoubleFactor factor = factor_in_double({far.data(), hessian.in, hessian.in, hessian.in},
                                               hessian.diagonal, hessian.order, scaling);
  EXPECT_EQ(factor.pivots, expected.pivots);
  for (Index k = 0; k < expected.panels.size(); ++k) ASSERT_EQ(factor.panels[k], expected.panels[k]);
}

// A product that is within range does not leave it on the way.
TEST(DoubleFactor, OfTheLeastCorrelation) {
  const double x = 0x1.5555555555555p-600;
  const std::vector<double> h{0x1p1000, x, x, 0x1p-1000};
  const std::vector<double> scaling{0x1p-500, 0x1p500};
  for (const Order& order : {Order{0, 1}, Order{1, 0}})
    EXPECT_EQ(factor_in_double({h.data(), 2, 2, 2}, {1, 1}, order, scaling).entry(0, 1), x);
}

TEST(DoubleFactor, WithoutScaling) {
  const std::vector<double> h{4, 2, 2, 3};
  const DoubleFactor factor = factor_in_double({h.data(), 2, 2, 2}, {4, 4}, {0, 1}, {});
  EXPECT_EQ(factor.pivots, (std::vector<double>{3, 4}));
  EXPECT_EQ(factor.entry(0, 1), 0.5);
}

TEST(DoubleFactor, StopsAtABadPivot) {
  Dice dice(6);
  for (const Index in : {1, 17, 300}) {
    ScaledHessian hessian(in, 0.5, dice);
    const Index step = in / 3;
    hessian.diagonal[hessian.order[step]] = -2;
    const DoubleFactor factor = hessian.factor();
    EXPECT_EQ(factor.bad_step, step);
    EXPECT_LE(factor.bad_pivot, -2);
    EXPECT_EQ(factor.panels.size(), 0);
  }
}

// The rest of 1 - x^2 is all rounding.
TEST(DoubleFactor, StopsAtAPivotThatIsTooSmall) {
  const double x = 1 - 0x1p-53;
  const std::vector<double> h{1, x, x, 1};
  EXPECT_EQ(factor_in_double({h.data(), 2, 2, 2}, {1, 1}, {0, 1}, {}).bad_step, 0);
}

TEST(DoubleFactor, StopsWhereDoubleEnds) {
  const double x = 0x1p1000;
  const std::vector<double> h{1, x, x, 1};
  const DoubleFactor factor = factor_in_double({h.data(), 2, 2, 2}, {1, 1}, {0, 1}, {});
  EXPECT_EQ(factor.bad_step, 0);
  EXPECT_EQ(factor.bad_pivot, -std::numeric_limits<double>::infinity());
}

TEST(DoubleFactor, RefusesOtherSizes) {
  const std::vector<double> h(4, 1.0);
  const MatrixView<const double> square{h.data(), 2, 2, 2};
  EXPECT_THROW(factor_in_double({h.data(), 1, 2, 2}, {1}, {0}, {}), Error);
  EXPECT_THROW(factor_in_double(square, {1}, {0, 1}, {}), Error);
  EXPECT_THROW(factor_in_double(square, {1, 1}, {0, 0}, {}), Error);
  EXPECT_THROW(factor_in_double(square, {1, 1}, {0, 1}, {1}), Error);
}

}  // namespace
}  // namespace quantcheck::test
