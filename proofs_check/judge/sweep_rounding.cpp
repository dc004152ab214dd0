#include <quantcheck/proofs_check/judge/sweep_rounding.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <quantcheck/proofs_check/replay/emulated.h>
#include <quantcheck/proofs_check/replay/precision.h>
#include <quantcheck/reference/grid.h>

namespace quantcheck::check {

using reference::Matrix;
using reference::Vector;

namespace {

// What the operations of an arithmetic lose beyond what float32 loses. The first two are shares of the
// result.
struct Losses {
  double product;  // lost by a product of two stored numbers
  double stored;   // lost by whatever is stored
  double least;    // lost where a result is subnormal: an absolute amount
  FloatFormat storage;

  double of_product(double x) const { return x == 0 ? 0 : std::max(product * std::fabs(x), least); }
  double of_stored(double x) const { return x == 0 ? 0 : std::max(stored * std::fabs(x), least); }
};

Losses losses_of(Arithmetic arithmetic) {
  if (arithmetic == Arithmetic::tf32) return {0x1p-9, 0.0, 0.0, FloatFormat::f32};
  const double u = unit_roundoff(arithmetic);
  return {u, u, half_unit(0, precision_of(arithmetic)), traits_of(arithmetic).storage};
}

// How far x is moved by being stored.
double off_by_storing(FloatFormat format, double x) { return std::fabs(stored_as(format, x) - x); }

// One row, in processing order.
struct Row {
  Vector<double> weight;
  Vector<double> value;  // what the codes stand for
  Vector<double> error;  // weight - value
  Vector<double> v;      // target - value
};

Row row_of(const Case& c, const Grid<double>& grid, const Order& order, const Positions& positions,
           Index row) {
  Row r{Vector<double>(c.layer.in), Vector<double>(c.layer.in), Vector<double>(c.layer.in),
        Vector<double>(c.layer.in)};
  for (Index k = 0; k < c.layer.in; ++k) {
    const Index column = order[k];
    const double scale = grid.scale_at(row, column);
    r.weight(k) = c.declared.dead[column] ? 0.0 : c.layer.weight[row * c.layer.in + column];
    r.value(k) = reference::value(grid, row, column, c.codes(row, column));
    r.error(k) = r.weight(k) - r.value(k);
    r.v(k) = positions.r(row, k) * scale;
  }
  return r;
}

/// The sum of the bounds of some roundings, and the sum of the squares of these bounds.
struct Roundings {
  double most = 0;
  double squares = 0;

  void add(double bound) {
    most += bound;
    squares += bound * bound;
  }
  // Adds the roundings of something else, which come in multiplied by a factor.
  void add(const Roundings& other, double factor) {
    most += factor * other.most;
    squares += factor * factor * other.squares;
  }
};

// Adds the roundings of one product of `error` and a factor, and of the sum that it is added to. The product
// has its own rounding. It is also off by those of the factor (two in R_ij / R_ii) and by those of `error`,
// which are the ones of the difference, of the division and of the value. The sum is stored again.
void add_step(const Losses& loss, double error, double value, double factor, double sum, Roundings& off) {
  off.add(loss.of_product(factor * error));
  for (int k = 0; k < 2; ++k) off.add(loss.of_stored(factor) * std::fabs(error));
  for (int k = 0; k < 2; ++k) off.add(loss.of_stored(error) * std::fabs(factor));
  for (int k = 0; k < 2; ++k) off.add(loss.of_stored(value) * std::fabs(factor));
  off.add(loss.of_stored(sum));
}

// The roundings of each target w_j + sum_{i<j} error_i factor_ij, by processing step. `carried` says that
// `error` is made of the targets themselves, so that it is off by as much as they are.
std::vector<Roundings> off_by_sweep(const Losses& loss, const Row& r, const Vector<double>& error,
                                    const Matrix<double>& factor, bool carried) {
  const Index n = r.weight.size();
  std::vector<Roundings> off(static_cast<std::size_t>(n));
  for (Index j = 0; j < n; ++j) {
    off[j].add(off_by_storing(loss.storage, r.weight(j)));
    double sum = r.weight(j);
    for (Index i = 0; i < j; ++i) {
      sum += error(i) * factor(i, j);
      add_step(loss, error(i), r.value(i), factor(i, j), sum, off[j]);
      if (carried) off[j].add(off[i], std::fabs(factor(i, j)));
    }
  }
  return off;
}

// The roundings of t / s, where `target` are those of t. A reciprocal of the scale that is no finite number
// is not used by anybody, and left out.
Roundings off_by_division(const Losses& loss, const Roundings& target, double quotient, double scale) {
  constexpr double second_order = 1 + 1.0 / 64;
  const double reciprocal_off = off_by_storing(loss.storage, 1 / scale) * scale;
  Roundings off;
  off.add(target, second_order / scale);
  off.add(second_order * off_by_storing(loss.storage, scale) * quotient / scale);
  if (std::isfinite(reciprocal_off)) off.add(second_order * reciprocal_off * quotient);
  off.add(half_unit(quotient + off.most, precision_of(loss.storage)));
  return off;
}

}  // namespace

SweepRounding sweep_rounding(const Case& c, const Hypothesis& hypothesis, Arithmetic arithmetic,
                             const Matrix<double>& u, const Positions& positions) {
  const Losses loss = losses_of(arithmetic);
  const Grid<double> grid = hypothetical_grid(c, hypothesis);
  const Matrix<double> minus_inverse = -u.triangularView<Eigen::UnitUpper>().solve(
      Matrix<double>(Matrix<double>::Identity(c.layer.in, c.layer.in)));
  SweepRounding off{Matrix<double>(c.layer.out, c.layer.in), Matrix<double>(c.layer.out, c.layer.in)};
  for (Index row = 0; row < c.layer.out; ++row) {
    const Row r = row_of(c, grid, hypothesis.order, positions, row);
    const std::vector<Roundings> by_errors = off_by_sweep(loss, r, r.error, u, false);
    const std::vector<Roundings> by_updates = off_by_sweep(loss, r, r.v, minus_inverse, true);
    for (Index k = 0; k < c.layer.in; ++k) {
      const Index column = hypothesis.order[k];
      const double scale = std::fabs(grid.scale_at(row, column));
      const double quotient = std::fabs(positions.quotient(row, k));
      const auto zero = static_cast<double>(grid.zero_at(row, column));
      const Roundings target{std::max(by_errors[k].most, by_updates[k].most),
                             std::max(by_errors[k].squares, by_updates[k].squares)};
      Roundings moved = off_by_division(loss, target, quotient, scale);
      if (zero != 0 && c.declared.zero_added != ZeroAdded::after)
        moved.add(
            half_unit(std::fabs(positions.quotient(row, k) + zero) + moved.most, precision_of(loss.storage)));
      off.most(row, k) = moved.most;
      off.typical(row, k) = std::sqrt(moved.squares / 3);
    }
  }
  return off;
}

}  // namespace quantcheck::check
