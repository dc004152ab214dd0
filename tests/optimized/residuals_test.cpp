// The residuals e U keep their proven bound, in rationals.
#include <gtest/gtest.h>

#include <cmath>

#include <quantcheck/optimized/residuals.h>
#include <quantcheck/tests/support/exact_bounds.h>
#include <quantcheck/tests/support/scaled_hessian.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using check::Dice;
using reference::exact;
using reference::Rational;

// Errors of very unlike sizes, a quarter of them 0, as of weights that are on the grid.
struct Errors {
  Index rows, in;
  std::vector<double> values = std::vector<double>(rows * (in + 3));

  Errors(Index rows_, Index in_, Dice& dice) : rows(rows_), in(in_) {
    for (double& e : values)
      e = dice.chance(25) ? 0.0
                          : std::ldexp(static_cast<double>(dice.between(-999999, 999999)),
                                       -static_cast<int>(dice.below(40)));
  }
  MatrixView<const double> view() const { return {values.data(), rows, in, in + 3}; }
};

void expect_bound(const DoubleFactor& factor, const Errors& errors, Index within, const Buffer<double>& v,
                  Index row, Index j) {
  Rational sum = 0;
  Rational size = 0;
  for (Index i = within > 0 ? j / within * within : 0; i <= j; ++i) {
    const Rational term = exact(errors.view()(row, i)) * unit_entry(factor, i, j);
    sum += term;
    size += abs(term);
  }
  ASSERT_LE(abs(exact(v[row * factor.in + j]) - sum), gamma_of(roundings_of_residual(factor.in)) * size)
      << row << ", " << j;
}

class Residuals : public testing::TestWithParam<Index> {};

TEST_P(Residuals, KeepTheBound) {
  const Index in = GetParam();
  Dice dice(static_cast<std::uint64_t>(in) + 100);
  const DoubleFactor factor = ScaledHessian(in, 1e-7, dice).factor();
  for (const Index rows : {1, 15, 16, 17, 50}) {
    const Errors errors(rows, in, dice);
    for (const Index within : {0, 8, 128, 264}) {
      SCOPED_TRACE(std::to_string(rows) + " rows, within " + std::to_string(within));
      const Buffer<double> v =
          within == 0 ? residuals(factor, errors.view()) : residuals_within(factor, errors.view(), within);
      ASSERT_EQ(v.size(), rows * in);
      expect_bound(factor, errors, within, v, rows - 1, in - 1);
      for (int k = 0; k < 60; ++k) {
        const Index row = dice.below(rows);
        expect_bound(factor, errors, within, v, row, dice.below(in));
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, Residuals, testing::Values(1, 8, 15, 16, 17, 129, 255, 256, 257, 330),
                         testing::PrintToStringParamName());

// They are those of whole rows, bit by bit, since later errors have no part in them.
TEST(Residual, FromAStepOnTheyAreTheSame) {
  Dice dice(7);
  const Index in = 600;
  const DoubleFactor factor = ScaledHessian(in, 1e-7, dice).factor();
  const Errors errors(33, in, dice);
  const Buffer<double> whole = residuals(factor, errors.view());
  for (const auto& [from, end] : std::vector<std::pair<Index, Index>>{{0, 600},
                                                                      {0, 1},
                                                                      {0, 255},
                                                                      {7, 8},
                                                                      {8, 9},
                                                                      {128, 256},
                                                                      {250, 263},
                                                                      {256, 512},
                                                                      {511, 600},
                                                                      {599, 600}}) {
    SCOPED_TRACE(std::to_string(from) + " .. " + std::to_string(end));
    MatrixView<const double> first = errors.view();
    first.cols = end;
    const Buffer<double> part = residuals_from(factor, first, from);
    ASSERT_EQ(part.size(), 33 * (end - from));
    for (Index row = 0; row < 33; ++row)
      for (Index j = from; j < end; ++j)
        ASSERT_EQ(part[row * (end - from) + j - from], whole[row * in + j]) << row << ", " << j;
  }
}

TEST(Residual, TheNumberOfRoundings) {
  EXPECT_EQ(roundings_of_residual(1), 1);
  EXPECT_EQ(roundings_of_residual(257), 258);
  EXPECT_EQ(roundings_of_residual(4096), 272);
}

TEST(Residual, Refusals) {
  Dice dice(1);
  const Errors errors(2, 9, dice);
  const DoubleFactor factor = ScaledHessian(9, 1, dice).factor();
  EXPECT_THROW(residuals(factor, {errors.values.data(), 2, 8, 12}), Error);
  EXPECT_THROW(residuals(factor, {nullptr, 2, 9, 12}), Error);
  EXPECT_THROW(residuals(DoubleFactor(), errors.view()), Error);
  EXPECT_THROW(residuals_from(factor, errors.view(), 9), Error);
  EXPECT_THROW(residuals_from(factor, errors.view(), -1), Error);
  EXPECT_THROW(residuals_from(factor, {errors.values.data(), 1, 10, 12}, 0), Error);
  EXPECT_THROW(residuals_within(factor, errors.view(), 0), Error);
  EXPECT_THROW(residuals_within(factor, errors.view(), 12), Error);
}

}  // namespace
}  // namespace quantcheck::test
