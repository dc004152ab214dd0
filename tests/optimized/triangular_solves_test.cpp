// Solutions with the factor in double: against rationals, and, where those would take long, a plain loop.
#include <gtest/gtest.h>

#include <cmath>

#include <quantcheck/optimized/residuals.h>
#include <quantcheck/optimized/triangular_solves.h>
#include <quantcheck/tests/support/exact_bounds.h>
#include <quantcheck/tests/support/scaled_hessian.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using check::Dice;
using reference::exact;
using reference::Rational;

std::vector<double> random_vector(Index size, Index least, Dice& dice) {
  std::vector<double> x(size);
  for (double& entry : x)
    entry = std::ldexp(static_cast<double>(dice.between(least, 999999)), -static_cast<int>(dice.below(30)));
  return x;
}

// Row i of U^-1, summed as residuals.h says, from position i / 256 * 256 on.
std::vector<double> inverse_row(const DoubleFactor& factor, Index i) {
  std::vector<double> n(factor.in, 0.0);
  n[i] = 1;
  for (Index j = i + 1; j < factor.in; ++j)
    for (Index block = i / 256 * 256; block < j; block += 256) {
      double chain = 0;
      for (Index k = block; k < std::min(j, block + 256); ++k)
        chain = std::fma(n[k], -factor.entry(k, j), chain);
      n[j] += chain;
    }
  return n;
}

class Inverses : public testing::TestWithParam<Index> {};

TEST_P(Inverses, AreThoseOfAPlainLoop) {
  const Index in = GetParam();
  Dice dice(static_cast<std::uint64_t>(in) + 200);
  const DoubleFactor factor = ScaledHessian(in, 1e-7, dice).factor();
  const std::vector<double> x = random_vector(in, 0, dice);
  const std::vector<double> y = absolute_inverse_times(factor, x);
  ASSERT_EQ(std::ssize(y), in);
  for (Index i = 0; i < in; i += 1 + in / 60) {
    const std::vector<double> n = inverse_row(factor, i);
    double sum = 0;
    for (Index j = 0; j < in; ++j) sum = std::fma(std::fabs(n[j]), x[j], sum);
    ASSERT_EQ(y[i], sum) << i;
    // |N U - I| <= gamma_m |N| |U|
    for (int k = 0; k < 3; ++k) {
      const Index j = dice.between(i, in - 1);
      Rational rest = i == j ? -1 : 0;
      Rational size = 0;
      for (Index at = i; at <= j; ++at) {
        const Rational term = exact(n[at]) * unit_entry(factor, at, j);
        rest += term;
        size += abs(term);
      }
      ASSERT_LE(abs(rest), gamma_of(roundings_of_residual(in)) * size) << i << ", " << j;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, Inverses, testing::Values(1, 8, 15, 16, 17, 129, 255, 256, 257, 600),
                         testing::PrintToStringParamName());

class Solves : public testing::TestWithParam<Index> {};

// A sum of k rounded products in any order is off by gamma_k of their sizes at most (Higham, Lemma 8.4).
TEST_P(Solves, HaveASmallResidual) {
  const Index in = GetParam();
  Dice dice(static_cast<std::uint64_t>(in) + 300);
  const DoubleFactor factor = ScaledHessian(in, 1e-3, dice).factor();
  for (const Index begin : {Index{0}, Index{1}, Index{7}, Index{8}, in / 2, in - 1}) {
    if (begin >= in) continue;
    SCOPED_TRACE(begin);
    const std::vector<double> r = random_vector(in - begin, -999999, dice);
    const std::vector<double> x = solve_trailing(factor, begin, r);
    const std::vector<double> y = solve_trailing_transposed(factor, begin, r);
    ASSERT_EQ(std::ssize(x), in - begin);
    ASSERT_EQ(std::ssize(y), in - begin);
    for (int k = 0; k < 12; ++k) {
      const Index i = k == 0 ? begin : dice.between(begin, in - 1);
      Rational rest = -exact(r[i - begin]);
      Rational transposed = rest;
      Rational size = 0;
      Rational transposed_size = 0;
      for (Index j = begin; j < in; ++j) {
        const Rational term = j < i ? Rational(0) : unit_entry(factor, i, j) * exact(x[j - begin]);
        const Rational other = j > i ? Rational(0) : unit_entry(factor, j, i) * exact(y[j - begin]);
        rest += term;
        size += abs(term);
        transposed += other;
        transposed_size += abs(other);
      }
      ASSERT_LE(abs(rest), gamma_of(in + 8) * size) << i;
      ASSERT_LE(abs(transposed), gamma_of(in + 8) * transposed_size) << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, Solves, testing::Values(1, 8, 15, 16, 17, 129, 255, 256, 257, 600),
                         testing::PrintToStringParamName());

TEST(Solve, Refusals) {
  Dice dice(1);
  DoubleFactor factor = ScaledHessian(9, 1, dice).factor();
  const std::vector<double> x(9);
  EXPECT_THROW(absolute_inverse_times(factor, std::vector<double>(8)), Error);
  EXPECT_THROW(absolute_inverse_times(DoubleFactor(), {}), Error);
  EXPECT_THROW(solve_trailing(factor, 1, x), Error);
  EXPECT_THROW(solve_trailing(factor, 9, {}), Error);
  EXPECT_THROW(solve_trailing_transposed(factor, -1, x), Error);
  EXPECT_THROW(solve_trailing_transposed(DoubleFactor(), 0, {}), Error);
  const DoubleFactor moved = std::move(factor);
  EXPECT_NO_THROW(solve_trailing(moved, 0, x));
  EXPECT_THROW(solve_trailing(factor, 0, x), Error);
}

}  // namespace
}  // namespace quantcheck::test
