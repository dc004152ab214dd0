// The kernels of double precision give the same bits on every target and for any number of threads.
#include <gtest/gtest.h>

#include <cstring>

#include <quantcheck/optimized/pair_factor.h>
#include <quantcheck/optimized/pair_products.h>
#include <quantcheck/optimized/residuals.h>
#include <quantcheck/optimized/triangular_solves.h>
#include <quantcheck/tests/support/executions.h>
#include <quantcheck/tests/support/sanitized.h>
#include <quantcheck/tests/support/scaled_hessian.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using check::Dice;

template <class Values>
void expect_same(const Values& a, const Values& b, const char* what) {
  ASSERT_EQ(std::size_t(a.size()), std::size_t(b.size())) << what;
  EXPECT_EQ(std::memcmp(a.data(), b.data(), a.size() * sizeof(*a.data())), 0) << what;
}

void expect_same(const std::vector<Pairs>& a, const std::vector<Pairs>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t v = 0; v < a.size(); ++v) {
    expect_same(a[v].hi, b[v].hi, "hi");
    expect_same(a[v].lo, b[v].lo, "lo");
  }
}

class OfDoubles : public testing::TestWithParam<Index> {
 protected:
  Index in = GetParam();
  Dice dice{static_cast<std::uint64_t>(in)};
  ScaledHessian hessian{in, 1e-9, dice};
  DoubleFactor expected = hessian.factor();

  Pairs pairs(Index size) {
    Pairs x{std::vector<double>(size), std::vector<double>(size)};
    for (Index k = 0; k < size; ++k) {
      x.hi[k] = static_cast<double>(dice.between(-99999, 99999)) / 3;
      x.lo[k] = x.hi[k] * 0x1p-60 / 7;
    }
    return x;
  }
};

TEST_P(OfDoubles, TheFactorIsTheSame) {
  for (const Execution& execution : executions()) {
    SCOPED_TRACE(describe(execution));
    const DoubleFactor factor = hessian.factor(execution);
    expect_same(factor.pivots, expected.pivots, "pivots");
    expect_same(factor.panels, expected.panels, "panels");
  }
}

TEST_P(OfDoubles, TheFactorInPairsIsTheSame) {
  const MatrixView<const double> h{hessian.entries.data(), in, in, in};
  const Pairs diagonal{hessian.diagonal, std::vector<double>(in, 0x1p-60 / 3)};
  const PairFactor first = factor_in_pairs(h, diagonal, hessian.order, hessian.scaling);
  ASSERT_EQ(first.bad_step, -1);
  for (const Execution& execution : executions()) {
    SCOPED_TRACE(describe(execution));
    const PairFactor factor = factor_in_pairs(h, diagonal, hessian.order, hessian.scaling, execution);
    expect_same(factor.pivots.hi, first.pivots.hi, "pivots");
    expect_same(factor.pivots.lo, first.pivots.lo, "low pivots");
    expect_same(factor.panels, first.panels, "panels");
  }
}

TEST_P(OfDoubles, ResidualsAreTheSame) {
  for (const Index rows : {1, 17, 33}) {
    std::vector<double> e(rows * in);
    for (double& x : e) x = static_cast<double>(dice.between(-99999, 99999)) / 7;
    const MatrixView<const double> errors{e.data(), rows, in, in};
    const Buffer<double> v = residuals(expected, errors);
    const Buffer<double> v_from = residuals_from(expected, errors, in / 2);
    const Buffer<double> v_within = residuals_within(expected, errors, 16);
    for (const Execution& execution : executions()) {
      SCOPED_TRACE(describe(execution));
      expect_same(residuals(expected, errors, execution), v, "residuals");
      expect_same(residuals_from(expected, errors, in / 2, execution), v_from, "residuals from a step on");
      expect_same(residuals_within(expected, errors, 16, execution), v_within, "residuals within");
    }
  }
}

TEST_P(OfDoubles, SolutionsAreTheSame) {
  std::vector<double> x(in);
  for (double& entry : x) entry = static_cast<double>(dice.below(99999)) / 3;
  const Index begin = in / 3;
  const std::vector<double> r(x.begin() + begin, x.end());
  const std::vector<double> sums = absolute_inverse_times(expected, x);
  const std::vector<double> solution = solve_trailing(expected, begin, r);
  const std::vector<double> transposed = solve_trailing_transposed(expected, begin, r);
  for (const Execution& execution : executions()) {
    SCOPED_TRACE(describe(execution));
    expect_same(absolute_inverse_times(expected, x, execution), sums, "sums");
    expect_same(solve_trailing(expected, begin, r, execution), solution, "solution");
    expect_same(solve_trailing_transposed(expected, begin, r, execution), transposed, "transposed");
  }
}

TEST_P(OfDoubles, PairProductsAreTheSame) {
  const MatrixView<const double> a{hessian.entries.data(), in - in / 7, in, in};
  for (const Index vectors : {1, 2, 5}) {
    std::vector<Pairs> of_columns, of_rows;
    for (Index v = 0; v < vectors; ++v) {
      of_columns.push_back(pairs(a.cols));
      of_rows.push_back(pairs(a.rows));
    }
    const std::vector<Pairs> y = multiply_pairs(a, of_columns);
    const std::vector<Pairs> z = multiply_pairs_transposed(a, of_rows);
    for (const Execution& execution : executions()) {
      SCOPED_TRACE(describe(execution));
      expect_same(multiply_pairs(a, of_columns, execution), y);
      expect_same(multiply_pairs_transposed(a, of_rows, execution), z);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, OfDoubles, testing::Values(1, 8, 17, 129, 257, sanitized ? 300 : 520),
                         testing::PrintToStringParamName());

}  // namespace
}  // namespace quantcheck::test
