// Every bound of the certified judge against exact numbers.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <optional>
#include <utility>
#include <variant>

#include <quantcheck/proofs_check/certified/exact_column.h>
#include <quantcheck/proofs_check/certified/exact_hessian_product.h>
#include <quantcheck/proofs_check/certified/refined_position.h>
#include <quantcheck/proofs_check/certified/residuals.h>
#include <quantcheck/proofs_check/certified/schur_column.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/criteria/box.h>
#include <quantcheck/tests/support/exactly_scaled.h>
#include <quantcheck/tests/support/generators.h>
#include <quantcheck/tests/support/random_cases.h>

namespace quantcheck::test {
namespace {

using check::CertifiedFactor;
using check::Dice;
using check::Pair;
using check::PairVector;
using check::operator+;
using reference::exact;
using reference::Matrix;
using reference::Rational;
using reference::Vector;

// Numbers to 30 digits may be off by this share.
const Real slack = Real(1) + Real(exact(0x1p-80));

/// A random question whose Hessian double can factor.
struct Drawn {
  Question question;
  CertifiedFactor factor;
  ExactlyScaled exactly;

  const check::Case& c() const { return question.c; }
  const check::Hypothesis& hypothesis() const { return question.hypothesis; }
  Index size() const { return exactly.size(); }
};

Drawn draw() {
  Question question = random_question(*seeds(), {.in = 12});
  auto factor = check::certified_factor(question.c, question.hypothesis);
  RC_PRE(std::holds_alternative<CertifiedFactor>(factor));
  ExactlyScaled exactly(question.c, question.hypothesis, std::get<CertifiedFactor>(factor).hessian);
  return {std::move(question), std::get<CertifiedFactor>(std::move(factor)), std::move(exactly)};
}

Rational exact_pair(const Pair& x) { return exact(x.hi) + exact(x.lo); }

// The entries that are factored.
Rational entry_of(const Drawn& drawn, Index i, Index j) {
  const check::ScaledHessian& hessian = drawn.factor.hessian;
  const Index row = drawn.factor.factor.order[i];
  if (i == j) return exact(hessian.diagonal[row]);
  return exact(hessian.undamped(row, drawn.factor.factor.order[j])) * drawn.exactly.scaling[i] *
         drawn.exactly.scaling[j];
}

RC_GTEST_PROP(CertifiedBounds, OfTheScaledHessian, ()) {
  const Drawn drawn = draw();
  for (Index i = 0; i < drawn.size(); ++i) {
    RC_ASSERT(drawn.factor.hessian.diagonal[i] >= 1 && drawn.factor.hessian.diagonal[i] <= 4);
    for (Index j = 0; j <= i; ++j) {
      const Real off(abs(entry_of(drawn, i, j) - drawn.exactly.hessian(i, j)));
      const Real most(exact(drawn.factor.hessian.error));
      RC_ASSERT(off <= most * drawn.exactly.d(i) * drawn.exactly.d(j));
    }
  }
}

// T^-1 x for a matrix x, where T = U D^(1/2) is the computed factor.
Matrix<Real> solved(const CertifiedFactor& factor, const Matrix<Rational>& inverse,
                    const Matrix<Rational>& x) {
  const Matrix<Rational> product = inverse * x;
  Matrix<Real> result(product.rows(), product.cols());
  for (Index i = 0; i < product.rows(); ++i)
    for (Index j = 0; j < product.cols(); ++j)
      result(i, j) = Real(product(i, j)) / root(exact(factor.factor.pivots[i]));
  return result;
}

RC_GTEST_PROP(CertifiedBounds, OfTheFactor, ()) {
  const Drawn drawn = draw();
  const CertifiedFactor& factor = drawn.factor;
  const ExactlyScaled& exactly = drawn.exactly;
  const Index n = drawn.size();
  const Matrix<Rational> u = exact_upper(factor.factor);
  const Matrix<Rational> inverse = inverse_of_upper(u);
  Matrix<Rational> error = -exactly.hessian;  // dH
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j)
      for (Index k = std::max(i, j); k < n; ++k)
        error(i, j) += u(i, k) * u(j, k) * exact(factor.factor.pivots[k]);
  // A factor in pairs is off by next to nothing; but here it is rounded to double, three times in a product.
  const bool from_pairs = factor.entry_error < 0x1p-60;
  const Rational g = exact(factor.entry_error + (from_pairs ? 0x1p-51 : 0));
  Real squares = 0;  // of a
  for (Index i = 0; i < n; ++i) {
    Real a = 0;
    for (Index j = 0; j < n; ++j) {
      RC_ASSERT(error(i, j) * error(i, j) <= g * g * exactly.hessian(i, i) * exactly.hessian(j, j));
      a += Real(abs(inverse(i, j))) * exactly.d(j);
    }
    a /= root(exact(factor.factor.pivots[i]));
    squares += a * a;
    RC_ASSERT(a <= Real(exact(factor.inverse_sum[i])) * slack);
    Rational column = 0;
    for (Index k = 0; k < i; ++k) column += u(k, i) * u(k, i);
    RC_ASSERT(column <= exact(factor.column_norm[i]) * exact(factor.column_norm[i]));
    const Real pivot(exact(factor.factor.pivots[i]));
    RC_ASSERT(abs(Real(exactly.factor.pivot(i)) - pivot) <=
              Real(exact(check::pivot_error(factor, i))) * pivot);
  }
  RC_ASSERT(sqrt(squares) <= Real(exact(factor.inverse_norm)) * slack);
  RC_ASSERT(Real(exact(factor.entry_error)) * squares <= Real(exact(factor.relative_error)));
  // F = T^-1 dH T^-T = T^-1 (T^-1 dH)^T.
  const Matrix<Rational> half = (inverse * error).transpose();
  Matrix<Real> f = solved(factor, inverse, half);
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) f(i, j) /= root(exact(factor.factor.pivots[j]));
  const double rounding = from_pairs ? 0x1p-51 * factor.inverse_norm * factor.inverse_norm : 0;
  RC_ASSERT(norm(f) <= Real(exact(factor.relative_error + rounding)));
  // I + K = T^-1 (the exact factor).
  Matrix<Real> k = solved(factor, inverse, reference::unit_upper(exactly.factor));
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) k(i, j) = k(i, j) * root(exactly.factor.pivot(j)) - (i == j ? 1 : 0);
  RC_ASSERT(norm(k) <= Real(exact(factor.relative_error + rounding)));
}

RC_GTEST_PROP(CertifiedBounds, OfResiduals, ()) {
  const Drawn drawn = draw();
  const auto& [c, hypothesis] = drawn.question;
  std::vector<Index> rows;
  for (Index row = 0; row < c.layer.out; ++row) rows.push_back(row);
  const check::RowErrors errors = check::row_errors(c, check::hypothetical_grid(c, hypothesis),
                                                    hypothesis.order, drawn.factor.hessian.scaling, rows);
  const check::Residuals residuals = check::bounded_residuals(drawn.factor, hypothesis, errors);
  const check::ExactLayer layer = check::exact_layer(c, hypothesis);
  const reference::Udu<Rational> factor = check::exact_factor(layer, hypothesis);
  for (const Index row : rows) {
    if (!errors.usable[row]) continue;
    const Vector<Rational> v = check::exact_residual(layer, factor, c.codes.matrix(), row);
    for (Index k = 0; k < drawn.size(); ++k) {
      const Rational scaled = v(k) / drawn.exactly.scaling[k];
      RC_ASSERT(abs(scaled - exact(residuals.value(row, k))) <= exact(residuals.error(row, k)));
    }
  }
}

PairVector random_pairs(Dice& dice, Index size) {
  PairVector pairs;
  for (Index k = 0; k < size; ++k) {
    const auto hi = static_cast<double>(dice.between(-(1L << 53), 1L << 53));
    pairs.push_back(check::exact_sum_ordered(
        hi, std::ldexp(static_cast<double>(dice.between(-(1L << 53), 1L << 53)), -54)));
  }
  return pairs;
}

Vector<Rational> product_with(const ExactlyScaled& exactly, const Vector<Rational>& x) {
  return exactly.hessian * x;
}

Vector<Rational> exact_vector(const PairVector& pairs) {
  Vector<Rational> x(std::ssize(pairs));
  for (Index k = 0; k < std::ssize(pairs); ++k) x(k) = exact_pair(pairs[k]);
  return x;
}

// sum_k d_k |x_k|
Real weight_of(const ExactlyScaled& exactly, const Vector<Rational>& x) {
  Real sum = 0;
  for (Index k = 0; k < x.size(); ++k) sum += exactly.d(k) * Real(abs(x(k)));
  return sum;
}

RC_GTEST_PROP(CertifiedBounds, OfProductsWithTheHessian, ()) {
  const Drawn drawn = draw();
  const auto& [c, hypothesis] = drawn.question;
  Dice dice(*seeds());
  const check::HessianProduct product(c, hypothesis, drawn.factor);
  const std::vector<PairVector> vectors{random_pairs(dice, drawn.size()), random_pairs(dice, drawn.size())};
  const std::vector<PairVector> products = product(vectors);
  for (std::size_t v = 0; v < vectors.size(); ++v) {
    const Vector<Rational> x = exact_vector(vectors[v]);
    const Vector<Rational> off = exact_vector(products[v]) - product_with(drawn.exactly, x);
    const Real most = Real(exact(product.error())) * weight_of(drawn.exactly, x);
    for (Index i = 0; i < drawn.size(); ++i) RC_ASSERT(Real(abs(off(i))) <= most * drawn.exactly.d(i));
  }
}

RC_GTEST_PROP(CertifiedBounds, ExactProductsAreExact, ()) {
  const Drawn drawn = draw();
  const auto& [c, hypothesis] = drawn.question;
  Dice dice(*seeds());
  constexpr int digits = 70;
  std::vector<Rational> x;
  for (const Pair& pair : random_pairs(dice, drawn.size()))
    x.push_back(check::rounded_to(exact_pair(pair), digits));
  const std::vector<Rational> product = check::exact_hessian_product(
      c, hypothesis, drawn.factor.hessian, drawn.factor.factor.order, {x, digits}, {});
  for (Index i = 0; i < drawn.size(); ++i) {
    Rational sum = 0;
    for (Index k = 0; k < drawn.size(); ++k) sum += drawn.exactly.hessian(i, k) * x[k];
    RC_ASSERT(product[i] == sum);
  }
}

// p_i of column j: D_j U_ij of the exact factor.
Rational schur_entry(const ExactlyScaled& exactly, Index i, Index j) {
  const reference::Udu<Rational>& factor = exactly.factor;
  return i == j ? factor.pivot(j)
                : Rational(factor.pivot(j) * factor.numerator(i, j) / factor.denominator(j));
}

// Entry i is off by at most error * d_i.
void expect_near(const ExactlyScaled& exactly, Index i, Index j, const Rational& entry, double error) {
  const Rational off = entry - schur_entry(exactly, i, j);
  RC_ASSERT(off * off <= exact(error) * exact(error) * exactly.hessian(i, i));
}

// |T_BB^-1 r| for r on the steps from `begin` on.
Real solved_norm(const CertifiedFactor& factor, Index begin, const Vector<Rational>& r) {
  const Index size = factor.factor.in - begin;
  if (size == 0) return 0;
  const Matrix<Rational> inverse = inverse_of_upper(exact_upper(factor.factor)).bottomRightCorner(size, size);
  const Vector<Rational> z = inverse * r.tail(size);
  Real squares = 0;
  for (Index k = 0; k < size; ++k)
    squares += Real(z(k)) * Real(z(k)) / Real(exact(factor.factor.pivots[begin + k]));
  return sqrt(squares);
}

// What the theorem of SchurColumn makes of a column's vector: what the products are off by as a share of d_i,
// and |T_BB^-1 r| for r as computed and rounded, with what it may be off by.
Real error_by_theorem(const Drawn& drawn, const check::HessianProduct& product,
                      const check::SchurColumn& column) {
  const Index begin = column.step + 1;
  const Real of_product =
      Real(exact(product.error())) * weight_of(drawn.exactly, exact_vector(column.vector));
  if (begin == drawn.size()) return of_product;
  const PairVector computed = product({column.vector}).front();
  Vector<Rational> r = Vector<Rational>::Constant(drawn.size(), Rational(0));
  Real rounded = 0;  // by how much at most r was rounded, as a share of d_i
  for (Index k = begin; k < drawn.size(); ++k) {
    r(k) = exact(computed[k].hi);
    rounded = std::max(rounded, Real(abs(r(k))) * Real(exact(0x1p-53)) / drawn.exactly.d(k));
  }
  const Real remains =
      solved_norm(drawn.factor, begin, r) + Real(exact(drawn.factor.inverse_norm)) * (rounded + of_product);
  return of_product + remains / sqrt(1 - Real(exact(drawn.factor.relative_error)));
}

RC_GTEST_PROP(CertifiedBounds, OfRefinedColumns, ()) {
  const Drawn drawn = draw();
  const auto& [c, hypothesis] = drawn.question;
  const check::HessianProduct product(c, hypothesis, drawn.factor);
  std::vector<Index> steps;
  for (Index j = 0; j < drawn.size(); ++j) steps.push_back(j);
  for (const check::SchurColumn& column : check::schur_columns(drawn.factor, product, steps)) {
    for (Index i = 0; i <= column.step; ++i)
      expect_near(drawn.exactly, i, column.step, exact_pair(column.entries[i]), column.error);
    RC_ASSERT(Real(exact(column.error)) >= error_by_theorem(drawn, product, column));
  }
}

RC_GTEST_PROP(CertifiedBounds, OfExactColumns, ()) {
  const Drawn drawn = draw();
  const auto& [c, hypothesis] = drawn.question;
  const double goal = *rc::gen::element(0x1p-10, 0x1p-60, 0x1p-128);
  for (Index j = 0; j < drawn.size(); ++j) {
    check::SchurColumn start{j, j + 1, {}, 0, PairVector(static_cast<std::size_t>(drawn.size()))};
    start.vector[j] = {1, 0};
    const check::ExactColumn column = check::exact_column(c, hypothesis, drawn.factor, start, goal, {});
    for (Index i = 0; i <= j; ++i) expect_near(drawn.exactly, i, j, column.entries[i], column.error);
    // Without a goal, the column is the product with the vector that it starts from.
    const check::ExactColumn unrefined = check::exact_column(c, hypothesis, drawn.factor, start, 1e300, {});
    Vector<Rational> r = exact_vector(start.vector);
    r = product_with(drawn.exactly, r);
    RC_ASSERT(Real(exact(unrefined.error)) >=
              solved_norm(drawn.factor, j + 1, r) / sqrt(1 - Real(exact(drawn.factor.relative_error))));
  }
}

RC_GTEST_PROP(CertifiedBounds, OfRefinedPositions, ()) {
  const Drawn drawn = draw();
  const auto& [c, hypothesis] = drawn.question;
  const Grid<double> grid = check::hypothetical_grid(c, hypothesis);
  const check::GridCells cells(grid);
  const check::HessianProduct product(c, hypothesis, drawn.factor);
  const check::ExactLayer layer = check::exact_layer(c, hypothesis);
  const reference::Udu<Rational> factor = check::exact_factor(layer, hypothesis);
  const Index j = *rc::gen::inRange<Index>(0, drawn.size());
  check::SchurColumn column = check::schur_columns(drawn.factor, product, {j}).front();
  // A column may be off by as much as it says, and by more than it is.
  const double off = *rc::gen::element(0.0, 0x1p-60, 0x1p-20);
  Dice dice(*seeds());
  for (Index i = 0; i <= j; ++i) {
    const double share = dice.pick({-1.0, 1.0}) * off;
    column.entries[i] =
        column.entries[i] + Pair{share * std::sqrt(drawn.factor.hessian.diagonal[hypothesis.order[i]]), 0};
  }
  column.error += off * 1.0001;
  const check::ExactColumn rational = check::in_rationals(column);
  for (Index row = 0; row < c.layer.out; ++row) {
    const Index at = hypothesis.order[j];
    const Vector<Rational> v = check::exact_residual(layer, factor, c.codes.matrix(), row);
    const check::NearResidual near = check::residual_from(c, hypothesis, drawn.factor, rational, row);
    if (std::isfinite(near.error)) RC_ASSERT(abs(near.value - v(j)) <= exact(near.error));
    const std::vector<Index> rows{row};
    if (!check::row_errors(c, grid, hypothesis.order, drawn.factor.hessian.scaling, rows).usable[0]) continue;
    const check::BoundedPosition position =
        check::refined_position(drawn.factor, hypothesis, cells, column,
                                check::row_pairs(c, grid, drawn.factor, row), c.codes(row, at));
    if (!std::isfinite(position.radius)) continue;
    const Rational excess = reference::box_position(layer.grid, row, at, c.codes(row, at), v(j)).excess;
    RC_ASSERT(abs(excess - exact(position.excess)) <= exact(position.radius));
  }
}

}  // namespace
}  // namespace quantcheck::test
