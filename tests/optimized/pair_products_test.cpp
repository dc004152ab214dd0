// Products in doubled precision keep their proven bound, in rationals, whatever cancels.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/optimized/pair_products.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using check::Dice;
using reference::exact;
using reference::Rational;

double random_double(Dice& dice, int exponents) {
  return std::ldexp(static_cast<double>(dice.between(-(Index{1} << 52), Index{1} << 52)),
                    -52 - static_cast<int>(dice.below(exponents)));
}

struct Problem {
  Index rows, cols, stride;
  std::vector<double> entries;
  std::vector<Pairs> of_columns, of_rows;

  // Two neighbours in a row or column have products that cancel but for some 2^-90 of them.
  Problem(Index rows_, Index cols_, Index vectors, Dice& dice)
      : rows(rows_), cols(cols_), stride(cols + 5), entries(rows * stride, std::nan("")) {
    for (Index i = 0; i < rows; ++i)
      for (Index j = 0; j < cols; ++j) {
        double& entry = entries[i * stride + j];
        entry = random_double(dice, 20);
        if (j % 2 == 1) entry = entries[i * stride + j - 1];
        if (i % 2 == 1) entry = entries[(i - 1) * stride + j];
      }
    for (Index v = 0; v < vectors; ++v) {
      of_columns.push_back(vector(cols, dice));
      of_rows.push_back(vector(rows, dice));
    }
  }

  static Pairs vector(Index size, Dice& dice) {
    Pairs x{std::vector<double>(size), std::vector<double>(size)};
    for (Index k = 0; k < size; ++k) {
      x.hi[k] = random_double(dice, 20);
      x.lo[k] = x.hi[k] * random_double(dice, 4) * 0x1p-53;
      if (k % 2 == 0) continue;
      x.hi[k] = -x.hi[k - 1];
      x.lo[k] = -x.lo[k - 1] + x.hi[k] * 0x1p-90;
    }
    if (size > 4) x.lo[3] = x.hi[4];  // a pair that is not normal
    return x;
  }

  MatrixView<const double> view() const { return {entries.data(), rows, cols, stride}; }
};

Rational value(const Pairs& x, Index k) { return exact(x.hi[k]) + exact(x.lo[k]); }

// The entry of y against the sum of entry(k) * x_k.
template <class Entry>
void expect_product(const Pairs& y, Index at, const Pairs& x, double bound, const Entry& entry) {
  Rational rest = value(y, at);
  Rational size = 0;
  for (Index k = 0; k < std::ssize(x.hi); ++k) {
    const Rational term = exact(entry(k)) * value(x, k);
    rest -= term;
    size += abs(term);
  }
  ASSERT_EQ(y.hi[at], y.hi[at] + y.lo[at]) << at;
  ASSERT_LE(abs(rest), exact(bound) * size + exact(static_cast<double>(std::ssize(x.hi)) * 0x1p-1073)) << at;
}

void expect_products(const Problem& problem, Dice& dice) {
  const auto a = problem.view();
  const std::vector<Pairs> y = multiply_pairs(a, problem.of_columns);
  const std::vector<Pairs> z = multiply_pairs_transposed(a, problem.of_rows);
  ASSERT_EQ(y.size(), problem.of_columns.size());
  ASSERT_EQ(z.size(), problem.of_rows.size());
  for (std::size_t v = 0; v < y.size(); ++v) {
    ASSERT_EQ(std::ssize(y[v].hi), a.rows);
    ASSERT_EQ(std::ssize(z[v].hi), a.cols);
    for (int k = 0; k < 6; ++k) {
      const Index i = k == 0 ? a.rows - 1 : dice.below(a.rows);
      expect_product(y[v], i, problem.of_columns[v], pair_product_error(a.cols),
                     [&](Index j) { return a(i, j); });
      const Index j = k == 0 ? a.cols - 1 : dice.below(a.cols);
      expect_product(z[v], j, problem.of_rows[v], transposed_pair_product_error(a.rows),
                     [&](Index row) { return a(row, j); });
    }
  }
}

class PairProducts : public testing::TestWithParam<Index> {};

TEST_P(PairProducts, KeepTheBound) {
  Dice dice(static_cast<std::uint64_t>(GetParam()));
  for (const Index other : {1, 2, 9, 300})
    for (const Index vectors : {1, 2, 3, 6}) {
      SCOPED_TRACE(std::to_string(other) + ", vectors " + std::to_string(vectors));
      expect_products(Problem(GetParam(), other, vectors, dice), dice);
    }
}

INSTANTIATE_TEST_SUITE_P(Rows, PairProducts, testing::Values(1, 3, 7, 8, 17, 255, 257, 700),
                         testing::PrintToStringParamName());

TEST(PairProduct, OfTinyNumbers) {
  Dice dice(7);
  Problem problem(20, 30, 2, dice);
  for (double& entry : problem.entries) entry *= 0x1p-1010;
  expect_products(problem, dice);
}

TEST(PairProduct, TheBound) {
  EXPECT_GE(pair_product_error(1), 54 * 0x1p-106);
  EXPECT_LE(pair_product_error(4096), 520 * 517 * 0x1.0001p-106);
  EXPECT_LE(transposed_pair_product_error(4096), 290 * 273 * 0x1.0001p-106);
}

TEST(PairProduct, OfNoVectors) {
  const double one = 1;
  EXPECT_TRUE(multiply_pairs({&one, 1, 1, 1}, {}).empty());
}

TEST(PairProduct, Refusals) {
  const std::vector<double> a(6, 1.0);
  const std::vector<Pairs> x{{{1, 2, 3}, {0, 0, 0}}};
  const std::vector<Pairs> uneven{{{1, 2, 3}, {0, 0}}};
  EXPECT_NO_THROW(multiply_pairs({a.data(), 2, 3, 3}, x));
  EXPECT_THROW(multiply_pairs({a.data(), 3, 2, 2}, x), Error);
  EXPECT_THROW(multiply_pairs({a.data(), 2, 3, 3}, uneven), Error);
  EXPECT_THROW(multiply_pairs({nullptr, 2, 3, 3}, x), Error);
  EXPECT_THROW(multiply_pairs_transposed({a.data(), 2, 3, 3}, x), Error);
  EXPECT_THROW(multiply_pairs_transposed({a.data(), 3, 2, 1}, x), Error);
}

}  // namespace
}  // namespace quantcheck::test
