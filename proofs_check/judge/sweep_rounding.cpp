#include <quantcheck/proofs_check/judge/sweep_rounding.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <vector>

#include <quantcheck/proofs_check/replay/dense/cholesky.h>
#include <quantcheck/proofs_check/replay/emulated.h>
#include <quantcheck/proofs_check/replay/precision.h>

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

Row row_of(const ReplayedRows& rows) {
  const Vector<double> scale = rows.scale.col(0);
  Row r{rows.weight.col(0), scale.cwiseProduct(rows.code.col(0)), Vector<double>(), Vector<double>()};
  r.error = r.weight - r.value;
  r.v = rows.residual.col(0).cwiseProduct(scale);
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

// The roundings of each target w_j + sum_{i<j} error_i factor_ij, for the first n processing steps. `carried`
// says that `error` is made of the targets themselves, so that it is off by as much as they are.
std::vector<Roundings> off_by_sweep(const Losses& loss, const Row& r, const Vector<double>& error,
                                    const Matrix<double>& factor, bool carried, Index n) {
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

// -U^-1.
Matrix<double> minus_inverse_of(Matrix<double> u) {
  const Index n = u.rows();
  u.transposeInPlace();
  Matrix<double> inverse = Matrix<double>::Zero(n, n);
  u.diagonal().setOnes();
  invert_lower(MatrixView<double>{u.data(), n, n, n}, MatrixView<double>{inverse.data(), n, n, n});
  return -inverse.transpose();
}

}  // namespace

std::vector<SweepRounding> sweep_rounding(const Case& c, Arithmetic arithmetic, const RowSource& rows,
                                          const Matrix<double>& u,
                                          const std::vector<ReachedDecision>& decisions) {
  const Losses loss = losses_of(arithmetic);
  const Matrix<double> minus_inverse = minus_inverse_of(u);
  std::vector<SweepRounding> result(decisions.size());
  std::map<Index, std::vector<std::size_t>> by_row;
  for (std::size_t i = 0; i < decisions.size(); ++i) by_row[decisions[i].row].push_back(i);
  for (const auto& [row, of_row] : by_row) {
    Index steps = 0;
    for (const std::size_t i : of_row) steps = std::max(steps, decisions[i].step + 1);
    const ReplayedRows replayed = rows(std::span(&row, 1));
    const Row r = row_of(replayed);
    const std::vector<Roundings> by_errors = off_by_sweep(loss, r, r.error, u, false, steps);
    const std::vector<Roundings> by_updates = off_by_sweep(loss, r, r.v, minus_inverse, true, steps);
    for (const std::size_t i : of_row) {
      const Index k = decisions[i].step;
      const double scale = std::fabs(replayed.scale(k, 0));
      const double quotient = std::fabs(decisions[i].quotient);
      const auto zero = static_cast<double>(decisions[i].zero);
      const Roundings target{std::max(by_errors[k].most, by_updates[k].most),
                             std::max(by_errors[k].squares, by_updates[k].squares)};
      Roundings moved = off_by_division(loss, target, quotient, scale);
      if (zero != 0 && c.declared.zero_added != ZeroAdded::after)
        moved.add(
            half_unit(std::fabs(decisions[i].quotient + zero) + moved.most, precision_of(loss.storage)));
      result[i] = {moved.most, std::sqrt(moved.squares / 3)};
    }
  }
  return result;
}

}  // namespace quantcheck::check
