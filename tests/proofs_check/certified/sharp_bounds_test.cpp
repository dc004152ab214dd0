// Layers for which a bound of the certified judge is nearly reached, so that no term of it can be left out
// and no constant halved.
#include <gtest/gtest.h>

#include <cmath>
#include <variant>

#include <quantcheck/optimized/kernels/layout.h>
#include <quantcheck/optimized/residuals.h>
#include <quantcheck/optimized/triangular_solves.h>
#include <quantcheck/proofs_check/certified/certified_sides.h>
#include <quantcheck/proofs_check/certified/exact_column.h>
#include <quantcheck/proofs_check/certified/refined_position.h>
#include <quantcheck/proofs_check/certified/residuals.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/tests/proofs_check/judge/small_cases.h>
#include <quantcheck/tests/support/exactly_scaled.h>

namespace quantcheck::test {
namespace {

using check::CertifiedFactor;
using check::RowErrors;
using reference::approximate;
using reference::exact;
using reference::Rational;

// That `bound` holds for what is off, and is used up to that share.
void expect_used(double off, double bound, double share) {
  EXPECT_LE(off, bound);
  EXPECT_GE(off, share * bound);
}

double off_by(const Rational& a, const Rational& b) { return approximate(abs(a - b)); }

// A number whose square is just above 2^-53, so that adding it to 1 rounds up.
const double above_half_an_ulp = 0x1.6a2p-27;

// A case of one row with that Hessian (row-major), scale 1 and codes 0, whose weights are its errors.
Case case_with(std::vector<double> errors, std::vector<double> hessian) {
  std::vector<Code> codes(errors.size(), 0);
  Case c = identity_case(std::move(errors), std::move(codes));
  c.grid.range = {};
  c.layer.hessian = std::move(hessian);
  return c;
}

CertifiedFactor factor_of(const Case& c) {
  auto factor = check::certified_factor(c, check::as_declared(c));
  EXPECT_TRUE(std::holds_alternative<CertifiedFactor>(factor));
  return std::get<CertifiedFactor>(std::move(factor));
}

RowErrors errors_of(const std::vector<double>& errors) {
  const Index n = std::ssize(errors);
  RowErrors result{reference::Matrix<double>(1, n), reference::Matrix<double>::Constant(1, n, 1.0), {1}};
  for (Index k = 0; k < n; ++k) result.error(0, k) = errors[k];
  return result;
}

/// U D U^T with U_ij = -1/2 next to the diagonal, so that U^-1 has no negative entry, is factored without
/// rounding. It is called the factor of a Hessian that is less than it by dH = g d d^T. Then F = g a a^T, so
/// that every term of the bounds that have an F is as large as it may be.
struct WorstFactor {
  static constexpr Index n = 6;
  static constexpr double pivots[n] = {1, 1, 2, 1, 1, 2};

  Case c;
  CertifiedFactor factor;
  reference::Matrix<Rational> hessian;
  reference::Udu<Rational> exactly;

  explicit WorstFactor(double g) {
    std::vector<double> entries(n * n);
    for (Index j = 0; j < n; ++j) {
      entries[j * n + j] += pivots[j];
      if (j == 0) continue;
      entries[(j - 1) * n + j - 1] += pivots[j] / 4;
      entries[(j - 1) * n + j] = entries[j * n + j - 1] = -pivots[j] / 2;
    }
    c = case_with(std::vector<double>(n, 0.0), entries);
    factor = factor_of(c);
    hessian = check::exact_layer(c, check::as_declared(c)).hessian;
    std::vector<double> d;
    for (Index k = 0; k < n; ++k) d.push_back(std::sqrt(entries[k * n + k] / (1 + g)));
    for (Index i = 0; i < n; ++i)
      for (Index j = 0; j < n; ++j) hessian(i, j) -= exact(g) * exact(d[i]) * exact(d[j]);
    exactly = reference::udu(hessian);
    factor.entry_error = g;
    for (Index k = 0; k < n; ++k) factor.hessian.diagonal[k] = d[k] * d[k];
    factor.inverse_sum = optimized::absolute_inverse_times(factor.factor, d);
    double squares = 0;
    for (Index k = 0; k < n; ++k) {
      factor.inverse_sum[k] /= factor.root[k];
      squares += factor.inverse_sum[k] * factor.inverse_sum[k];
    }
    factor.inverse_norm = std::sqrt(squares);
    factor.relative_error = g * squares;
  }

  // The errors e by which all entries of y = e T are 1.
  std::vector<double> errors() const {
    std::vector<double> e;
    for (Index j = 0; j < n; ++j)
      e.push_back(1 / factor.root[j] - (j == 0 ? 0 : e.back() * factor.factor.entry(j - 1, j)));
    return e;
  }

  Rational residual(const std::vector<double>& e, Index j) const {
    Rational v = exact(e[j]);
    for (Index i = 0; i < j; ++i) v += exact(e[i]) * exactly.numerator(i, j);
    return v;
  }

  Rational loss(const std::vector<double>& e) const {
    Rational sum = 0;
    for (Index j = 0; j < n; ++j) sum += exactly.pivot(j) * residual(e, j) * residual(e, j);
    return sum;
  }
};

TEST(SharpBounds, OfResiduals) {
  for (const double g : {0x1p-30, 0x1p-20, 0x1p-10, 0x1p-8}) {
    const WorstFactor worst(g);
    ASSERT_LE(worst.factor.relative_error, 0.25);
    const std::vector<double> e = worst.errors();
    const check::Residuals residuals =
        check::bounded_residuals(worst.factor, check::as_declared(worst.c), errors_of(e));
    for (Index j = 1; j < WorstFactor::n; ++j) {
      SCOPED_TRACE(j);
      const double off = off_by(worst.residual(e, j), exact(residuals.value(0, j)));
      expect_used(off, residuals.error(0, j), g <= 0x1p-20 ? 0.99 : 0.5);
    }
  }
}

TEST(SharpBounds, OfLosses) {
  for (const Index block : {Index{0}, Index{8}}) {
    const WorstFactor worst(0x1p-20);
    const std::vector<double> e = worst.errors();
    check::Hypothesis hypothesis = check::as_declared(worst.c);
    hypothesis.block = block;  // all of the layer is one block
    const RowErrors errors = errors_of(e);
    const check::Interval loss = check::losses(worst.factor, hypothesis, errors,
                                               check::bounded_residuals(worst.factor, hypothesis, errors))
                                     .front();
    expect_used(off_by(worst.loss(e), exact(loss.middle())), loss.high - loss.middle(),
                block == 0 ? 0.99 : 0.2);
  }
}

TEST(SharpBounds, OfTheBoundOnTheLoss) {
  const WorstFactor worst(0x1p-20);
  check::Budget budget(1.0);
  const auto sides = check::certified_sides(worst.c, check::as_declared(worst.c), worst.factor, {}, budget);
  Rational bound = 0;
  for (Index j = 0; j < WorstFactor::n; ++j) bound += worst.exactly.pivot(j) / 4;
  expect_used(off_by(bound, exact(sides.bound.middle())), sides.bound.high - sides.bound.middle(), 0.99);
}

// v_j = e_0 U_0j + sum e_i U_ij for the last step j: after a first term of 1, each is rounded up by nearly
// half a unit in the last place.
TEST(SharpBounds, OfTheRoundingOfResiduals) {
  constexpr Index n = 200;
  constexpr Index last = n - 1;
  constexpr double large = 0x1p10;
  std::vector<double> identity(n * n);
  for (Index k = 0; k < n; ++k) identity[k * n + k] = 1;
  const Case c = case_with(std::vector<double>(n, 0.0), identity);
  CertifiedFactor factor = factor_of(c);
  factor.entry_error = factor.relative_error = 0;
  factor.column_norm[last] = large * (1 + 0x1p-40);
  std::vector<double> e(n, above_half_an_ulp / large);
  e[0] = 1 / large;
  e[last] = 0;
  constexpr Index width = optimized::panel_columns;
  Rational v = 0;
  Rational loss = 0;
  for (Index i = 0; i < last; ++i) {
    const double u = e[i] * large * large;
    factor.factor.panels[optimized::panel_offset(last / width) + i * width + last % width] = -u;
    v += exact(e[i]) * exact(u);
    loss += exact(e[i]) * exact(e[i]);
  }
  loss += v * v;
  const check::Hypothesis hypothesis = check::as_declared(c);
  const check::Residuals residuals = check::bounded_residuals(factor, hypothesis, errors_of(e));
  expect_used(off_by(v, exact(residuals.value(0, last))), residuals.error(0, last), 0.9);
  const check::Interval interval = check::losses(factor, hypothesis, errors_of(e), residuals).front();
  // Half of this bound is for the sum of the squares.
  expect_used(off_by(loss, exact(interval.middle())), interval.high - interval.middle(), 0.6);
}

// The pivot h_00 - sum u_0k^2: the sum begins with 1, and each further term is rounded up.
TEST(SharpBounds, OfTheFactorization) {
  constexpr Index n = 200;
  std::vector<double> h(n * n);
  for (Index k = 0; k < n; ++k) {
    h[k * n + k] = k == 0 ? 1 + 0x1p-6 : 1;
    if (k > 0) h[k] = h[k * n] = k == n - 1 ? 1 : above_half_an_ulp;
  }
  const Case c = case_with(std::vector<double>(n, 0.0), h);
  const CertifiedFactor factor = factor_of(c);
  Rational product = exact(factor.factor.pivots[0]);
  for (Index k = 1; k < n; ++k) {
    ASSERT_EQ(factor.factor.entry(0, k), h[k]);
    product += exact(h[k]) * exact(h[k]);
  }
  expect_used(off_by(product, exact(h[0])), factor.entry_error * h[0], 0.8);
}

Case case_of_activations(std::vector<double> x) {
  Case c = case_with({0.0}, {});
  c.layer.samples = std::ssize(x);
  c.layer.activations = std::move(x);
  return c;
}

// The sum of squares begins with 1, and each further square is rounded up.
TEST(SharpBounds, OfTheGramMatrix) {
  std::vector<double> x(256, above_half_an_ulp);
  x[0] = 1;
  Rational sum = 0;
  for (const double entry : x) sum += exact(entry) * exact(entry);
  const Case c = case_of_activations(x);
  check::Hypothesis hypothesis = check::as_declared(c);
  const auto hessian = check::scaled_hessian(c, hypothesis);
  expect_used(off_by(sum, exact(hessian->diagonal[0])), hessian->error, 0.9);
  const CertifiedFactor factor = factor_of(c);
  expect_used(off_by(sum, exact(factor.hessian.diagonal[0])), factor.entry_error, 0.9);

  // Most of it is taken off.
  hypothesis.damping = Rational(-15, 16);
  const auto less = check::scaled_hessian(c, hypothesis);
  const double squared = less->scaling[0] * less->scaling[0];
  const Rational expected = (sum - Rational(15, 16)) * exact(squared);
  expect_used(off_by(expected, exact(less->diagonal[0])), less->error * less->diagonal[0], 0.45);
}

// Squares not far above the least double: each is rounded by nearly half of that.
TEST(SharpBounds, OfAGramMatrixOfTinyActivations) {
  const std::vector<double> x(64, std::ldexp(static_cast<double>((1L << 35) + 175851), -555));
  Rational sum = 0;
  for (const double entry : x) sum += exact(entry) * exact(entry);
  const auto hessian =
      check::scaled_hessian(case_of_activations(x), check::as_declared(case_of_activations(x)));
  const Rational squared = exact(hessian->scaling[0]) * exact(hessian->scaling[0]);
  expect_used(off_by(sum * squared, exact(hessian->diagonal[0])), hessian->error * hessian->diagonal[0], 0.4);
}

TEST(SharpBounds, OfTheDiagonal) {
  Case c = case_with({0.0}, {1.0});
  double most = 0;
  for (Code k = 1; k <= 200; ++k) {
    c.declared.damping = Rational(k, 1000003);
    const auto hessian = check::scaled_hessian(c, check::as_declared(c));
    const double off = off_by(1 + c.declared.damping, exact(hessian->diagonal[0]));
    most = std::max(most, off / hessian->diagonal[0]);
    EXPECT_LE(off, hessian->error * hessian->diagonal[0]);
  }
  EXPECT_GE(most, 0x1.8p-54);
  EXPECT_GE(0x1.1p-52, check::scaled_hessian(c, check::as_declared(c))->error);
}

// A column whose entries are off by as much as it says, so that the sum of positive errors gets as low as it
// may be, and so does the pivot.
check::SchurColumn worst_column(const WorstFactor& worst, Index j, double error) {
  check::SchurColumn column{j, j + 1, {}, error, {}};
  for (Index i = 0; i <= j; ++i) {
    const double d = std::sqrt(worst.factor.hessian.diagonal[i]);
    const Rational entry =
        i == j ? worst.exactly.pivot(j) : worst.exactly.numerator(i, j) * worst.exactly.pivot(j);
    const Rational off = exact(error) * exact(d) * exact(1 - 0x1p-40);
    const Rational computed = entry - off;
    const double hi = approximate(computed);
    column.entries.push_back({hi, approximate(computed - exact(hi))});
  }
  return column;
}

TEST(SharpBounds, OfRefinedPositions) {
  const WorstFactor worst(0x1p-30);
  for (Index j = 1; j < WorstFactor::n; ++j)
    for (const double error : {0x1p-20, 0x1p-40, 0x1p-80}) {
      SCOPED_TRACE(j);
      Case c = worst.c;  // its Hessian is not that of the factor, and not used
      c.layer.weight = {5, 6, 7, 8, 9, 10};
      c.layer.weight.edit()[j] = 0;
      const check::SchurColumn column = worst_column(worst, j, error);
      const Rational v = worst.residual(c.layer.weight.values(), j);
      const check::BoundedPosition position =
          check::refined_position(worst.factor, check::as_declared(c), check::GridCells(c.grid), column,
                                  check::row_pairs(c, c.grid, worst.factor, 0), 0);
      // With a smaller error, that the excess is rounded to double is most of it.
      expect_used(off_by(abs(v) - Rational(1, 2), exact(position.excess)), position.radius,
                  error == 0x1p-20 ? 0.99 : 0);
      const check::NearResidual near =
          check::residual_from(c, check::as_declared(c), worst.factor, check::in_rationals(column), 0);
      expect_used(off_by(v, near.value), near.error, 0.99);
      const check::BoundedPosition exactly =
          check::exact_position(c.grid, check::GridCells(c.grid), 0, j, 0, near);
      expect_used(off_by(abs(v) - Rational(1, 2), exact(exactly.excess)), exactly.radius,
                  error == 0x1p-20 ? 0.99 : 0);
    }
}

// H_BB^-1 r is as H_Bi is, and h_ii is little more than H_iB H_BB^-1 H_Bi.
TEST(SharpBounds, OfAColumnThatIsNotRefined) {
  const Case c = case_with({0, 0, 0}, {1 + 0x1p-10, 0, 1, 0, 2, 0x1p-6, 1, 0x1p-6, 1});
  const CertifiedFactor factor = factor_of(c);
  const check::SchurColumn start{1, 2, {}, 0, {{0, 0}, {1, 0}, {0, 0}}};
  const check::ExactColumn column = check::exact_column(c, check::as_declared(c), factor, start, 1e300, {});
  // p_0 = 0 - 2^-6, and the product has 0.
  expect_used(off_by(column.entries[0], exact(-0x1p-6)), column.error * std::sqrt(factor.hessian.diagonal[0]),
              0.99);
}

TEST(SharpBounds, OfProductsWithTheHessian) {
  Case c = case_with({0, 0}, {});
  c.layer.samples = 300;
  c.layer.activations.edit().assign(600, 1.0);
  for (Index k = 0; k < 300; ++k) c.layer.activations.edit()[2 * k] = k % 7 == 0 ? 3 : -1;
  const CertifiedFactor factor = factor_of(c);
  const double kernels = optimized::pair_product_error(2) + optimized::transposed_pair_product_error(300);
  EXPECT_GE(check::HessianProduct(c, check::as_declared(c), factor).error(), kernels);
  check::Hypothesis less = check::as_declared(c);
  less.damping = -200;
  const auto damped = std::get<CertifiedFactor>(check::certified_factor(c, less));
  EXPECT_GE(check::HessianProduct(c, less, damped).error(), kernels * 5);  // (300 + 200) / (300 - 200)
}

// Of a sum of large products little remains, and of its difference from half a scale next to nothing. Then
// the rounding of pairs shows.
TEST(SharpBounds, OfTheRoundingOfPairs) {
  const WorstFactor worst(0);
  check::Dice dice(1);
  double most = 0;
  for (int k = 0; k < 500; ++k) {
    constexpr Index j = 4;
    Case c = worst.c;
    check::SchurColumn column{j, j + 1, {}, 0, {}};
    Rational rest = 0;  // what the last of the errors have to make up for
    for (Index i = 0; i <= j; ++i) {
      const double hi = 1 + std::ldexp(static_cast<double>(dice.below(1L << 52)), -52);
      column.entries.push_back(
          {hi, std::ldexp(static_cast<double>(dice.between(-(1L << 50), 1L << 50)), -104)});
      c.layer.weight.edit()[i] = std::ldexp(static_cast<double>(dice.between(-(1L << 52), 1L << 52)), -30);
    }
    const auto entry = [&](Index i) { return exact(column.entries[i].hi) + exact(column.entries[i].lo); };
    rest = entry(j) / 2;
    for (const Index i : {Index{0}, Index{1}, Index{2}, j, Index{3}}) {
      if (i > 2) c.layer.weight.edit()[i] = approximate(rest / entry(i));
      rest -= exact(c.layer.weight[i]) * entry(i);
    }
    const Rational excess = abs((entry(j) / 2 - rest) / entry(j)) - Rational(1, 2);
    const check::BoundedPosition position =
        check::refined_position(worst.factor, check::as_declared(c), check::GridCells(c.grid), column,
                                check::row_pairs(c, c.grid, worst.factor, 0), 0);
    const double off = off_by(excess, exact(position.excess));
    EXPECT_LE(off, position.radius);
    most = std::max(most, off / position.radius);
  }
  EXPECT_GE(most, 0.005);
}

TEST(SharpBounds, OfAPositionWhoseResidualIsExact) {
  double most = 0;
  for (Code k = 1; k <= 2000; ++k) {
    const double scale = static_cast<double>(2 * k + 1) / 9973;
    const double value = static_cast<double>(3 * k + 7) / 10007;
    const check::BoundedPosition position =
        check::bounded_position(check::GridCells(CodeRange{}), 0, scale, value, 0);
    const Rational excess = abs(exact(value) / exact(scale)) - Rational(1, 2);
    const double off = off_by(excess, exact(position.excess));
    EXPECT_LE(off, position.radius);
    most = std::max(most, off / position.radius);
    // The residual may be off by as much as is said.
    const check::BoundedPosition near =
        check::bounded_position(check::GridCells(CodeRange{}), 0, scale, value, value / 16);
    EXPECT_LE(off_by(excess + exact(value) / exact(scale) / 16, exact(near.excess)), near.radius);
  }
  EXPECT_GE(most, 0.1);
}

}  // namespace
}  // namespace quantcheck::test
