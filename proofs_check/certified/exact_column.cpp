#include <quantcheck/proofs_check/certified/exact_column.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <quantcheck/optimized/triangular_solves.h>
#include <quantcheck/proofs_check/certified/exact_hessian_product.h>
#include <quantcheck/proofs_check/certified/rounding.h>
#include <quantcheck/proofs_check/certified/row_errors.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

constexpr int most_products = 16;
constexpr int digits_of_solution = 150;

Rational scaling_of(const CertifiedFactor& factor, Index step) {
  return reference::exact(factor.hessian.scaling[factor.factor.order[step]]);
}

// The product less the right hand side on B: r.
std::vector<Rational> residual(std::vector<Rational> product, Index step, Index begin) {
  if (step >= begin) product[step] -= 1;
  return {product.begin() + begin, product.end()};
}

bool is_zero(const std::vector<Rational>& r) {
  return std::ranges::all_of(r, [](const Rational& entry) { return entry.is_zero(); });
}

}  // namespace

ExactColumn in_rationals(const SchurColumn& column) {
  const auto numbers = [](const PairVector& pairs) {
    std::vector<Rational> result;
    for (const Pair& pair : pairs) result.push_back(reference::exact(pair.hi) + reference::exact(pair.lo));
    return result;
  };
  return {column.step, column.begin, numbers(column.entries), column.error, numbers(column.vector)};
}

ExactColumn exact_column(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                         const SchurColumn& start, double goal, const reference::Work& work) {
  const Index n = factor.factor.in;
  const Index begin = start.begin;
  const int digits = std::clamp(64 - std::ilogb(goal), 128, 1024);
  std::vector<Rational> u;
  for (const Pair& entry : start.vector)
    u.push_back(rounded_to(reference::exact(entry.hi) + reference::exact(entry.lo), digits));
  ExactColumn best{start.step, begin, {}, std::numeric_limits<double>::infinity(), {}};
  for (int count = 0; count < most_products; ++count) {
    const std::vector<Rational> entries =
        exact_hessian_product(c, hypothesis, factor.hessian, factor.factor.order, {u, digits}, work);
    const std::vector<Rational> r = residual(entries, start.step, begin);
    std::vector<double> rest;
    rest.reserve(r.size());
    for (const Rational& entry : r) rest.push_back(reference::approximate(entry));
    if (is_zero(r)) return {start.step, begin, {entries.begin(), entries.begin() + begin}, 0, u};
    std::vector<double> z = optimized::solve_trailing(factor.factor, begin, rest);
    for (Index k = begin; k < n; ++k) z[k - begin] /= factor.root[k];
    const double off = 2 * double_roundoff * largest_share(factor, rest, begin);
    const double error = bound_slack * bound_of_rest(factor, z, off) / std::sqrt(1 - factor.relative_error);
    if (!(error < best.error)) break;
    best.error = error;
    best.entries.assign(entries.begin(), entries.begin() + begin);
    best.vector = u;
    if (error <= goal) break;
    for (Index k = begin; k < n; ++k) z[k - begin] /= factor.root[k];
    const std::vector<double> x = optimized::solve_trailing_transposed(factor.factor, begin, z);
    for (Index k = begin; k < n; ++k) u[k] -= rounded_to(reference::exact(x[k - begin]), digits);
  }
  return best;
}

ExactColumn solved_column(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                          ExactColumn column, const reference::Work& work) {
  const Index begin = column.begin;
  std::vector<Rational> u;
  for (const Rational& entry : column.vector) u.push_back(rounded_to(entry, digits_of_solution));
  const std::vector<Rational> entries = exact_hessian_product(
      c, hypothesis, factor.hessian, factor.factor.order, {u, digits_of_solution}, work);
  if (!is_zero(residual(entries, column.step, begin))) return column;
  return {column.step, begin, {entries.begin(), entries.begin() + begin}, 0, u};
}

NearResidual residual_from(const Case& c, const Hypothesis& hypothesis, const CertifiedFactor& factor,
                           const ExactColumn& column, Index row) {
  const Grid<double> grid = hypothetical_grid(c, hypothesis);
  const Index j = column.step;
  const Index first = hypothesis.block == 0 ? 0 : j / hypothesis.block * hypothesis.block;
  Rational sum = 0;
  double errors = 0;  // the sum of |e_i| d_i
  for (Index i = first; i <= j; ++i) {
    const Index at = factor.factor.order[i];
    const Rational error = exact_error(c, grid, row, at) / scaling_of(factor, i);
    sum += error * column.entries[i];
    errors += std::fabs(reference::approximate(error)) * factor.diagonal_root(i);
  }
  const Rational& pivot = column.entries[j];
  const double off_pivot = bound_slack * column.error * factor.diagonal_root(j);
  const double least_pivot = reference::approximate(pivot) * (1 - 0x1p-40) - bound_slack * off_pivot;
  if (!(least_pivot > 0)) return {0, std::numeric_limits<double>::infinity()};
  const Rational scaled_value = sum / pivot;
  const double size = std::fabs(reference::approximate(scaled_value));
  const double error = (column.error * errors + size * off_pivot) / least_pivot;
  const double unscaled = bound_slack * error * factor.hessian.scaling[factor.factor.order[j]];
  // Only the error of an exact column is 0, not one that underflows.
  const double least = column.error > 0 ? std::numeric_limits<double>::denorm_min() : 0;
  return {scaled_value * scaling_of(factor, j), std::max(unscaled, least)};
}

NearResidual compensation_from(const CertifiedFactor& factor, const ExactColumn& column,
                               const std::vector<Rational>& errors) {
  Rational sum = 0;
  double weighted = 0;  // the sum of |e_i| d_i
  for (Index i = 0; i < column.begin; ++i) {
    const Rational error = errors[i] / scaling_of(factor, i);
    sum += error * column.entries[i];
    weighted += std::fabs(reference::approximate(error)) * factor.diagonal_root(i);
  }
  return {sum * scaling_of(factor, column.step),
          bound_slack * column.error * weighted * factor.hessian.scaling[factor.factor.order[column.step]]};
}

NearResidual compensation_from(const Case& c, const CertifiedFactor& factor, const ExactColumn& column,
                               Index row) {
  std::vector<Rational> errors;
  for (Index i = 0; i < column.begin; ++i)
    errors.push_back(exact_error(c, c.grid, row, factor.factor.order[i]));
  return compensation_from(factor, column, errors);
}

Rational exact_gap(const GridCells& cells, Code code, bool greater) {
  const Pair gap = cells.side(code, greater).gap;
  return reference::exact(gap.hi) + reference::exact(gap.lo);
}

BoundedPosition exact_position(const Grid<double>& grid, const GridCells& cells, Index row, Index column,
                               Code code, const NearResidual& residual) {
  if (cells.is_single()) return bounded_position(cells, code, {0, -0.5, 0});
  const double scale = grid.scale_at(row, column);
  const bool greater = (residual.value > 0) == (scale > 0);
  const Rational gap = exact_gap(cells, code, greater);
  const Rational r = residual.value / (reference::exact(scale) * gap);
  const Rational excess = abs(r) - Rational(1, 2);
  const double near = reference::approximate(excess);
  // Where it is not even known on which side v is, the narrower gap counts.
  const bool side_known = std::fabs(reference::approximate(residual.value)) > bound_slack * residual.error;
  const double unit = std::fabs(scale) * (side_known ? reference::approximate(gap) : cells.narrowest(code));
  const double radius = bound_slack * (residual.error / unit + 4 * double_roundoff * std::fabs(near));
  BoundedPosition position = bounded_position(cells, code, {reference::approximate(r), near, radius});
  if (residual.error == 0) {
    const Side side = side_of(excess);
    position.side = position.asked ? side : Side::inside;
    position.clipped = !position.asked && side == Side::outside;
  }
  return position;
}

}  // namespace quantcheck::check
