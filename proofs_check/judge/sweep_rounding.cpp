#include <quantcheck/proofs_check/judge/sweep_rounding.h>

#include <algorithm>
#include <cmath>
#include <map>
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

Row row_of(const ReplayedRows& rows, Index row) {
  const Vector<double> scale = rows.scale.col(row);
  Row r{rows.weight.col(row), scale.cwiseProduct(rows.code.col(row)), Vector<double>(), Vector<double>()};
  r.error = r.weight - r.value;
  r.v = rows.residual.col(row).cwiseProduct(scale);
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

// The roundings of each target w_j + sum_{i<j} error_i factor_ji, for the first n processing steps. `carried`
// says that `error` is made of the targets themselves, so that it is off by as much as they are.
//
// Every product has its own rounding. It is also off by those of the factor (two in R_ij / R_ii) and by those
// of `error`, which are the ones of the difference, of the division and of the value: two of each. The sum is
// stored again.
std::vector<Roundings> off_by_sweep(const Losses& loss, const Row& r, const Vector<double>& error,
                                    const Matrix<double>& factor, bool carried, Index n) {
  std::vector<Roundings> off(static_cast<std::size_t>(n));
  Vector<double> by_error(n);  // per unit of the factor
  Vector<double> squares_by_error(n);
  for (Index i = 0; i < n; ++i) {
    const double stored = loss.of_stored(error(i));
    const double value = loss.of_stored(r.value(i));
    by_error(i) = 2 * (stored + value);
    squares_by_error(i) = 2 * (stored * stored + value * value);
  }
  for (Index j = 0; j < n; ++j) {
    Roundings sums;
    sums.add(off_by_storing(loss.storage, r.weight(j)));
    double sum = r.weight(j);
    for (Index i = 0; i < j; ++i) {
      const double entry = std::fabs(factor(j, i));
      const double passed_on = carried ? off[i].most : 0.0;
      const double squares_passed_on = carried ? off[i].squares : 0.0;
      sum += error(i) * factor(j, i);
      const double product = loss.of_product(factor(j, i) * error(i));
      const double by_factor = loss.of_stored(entry) * std::fabs(error(i));
      const double by_sum = loss.of_stored(sum);
      sums.most += product + by_sum + 2 * by_factor + (by_error(i) + passed_on) * entry;
      sums.squares += product * product + by_sum * by_sum + 2 * by_factor * by_factor +
                      (squares_by_error(i) + squares_passed_on) * (entry * entry);
    }
    off[j] = sums;
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

/// What a case gives to the roundings of its rows.
struct SweptLayer {
  const Case& c;
  Losses loss;
  Matrix<double> errors_by;   // the transpose of U
  Matrix<double> updates_by;  // the transpose of -U^-1
};

SweptLayer layer_of(const Case& c, Arithmetic arithmetic, const Matrix<double>& u) {
  const Index n = u.rows();
  SweptLayer layer{c, losses_of(arithmetic), u.transpose(), Matrix<double>::Zero(n, n)};
  layer.errors_by.diagonal().setOnes();
  invert_lower(MatrixView<double>{layer.errors_by.data(), n, n, n},
               MatrixView<double>{layer.updates_by.data(), n, n, n});
  layer.updates_by *= -1.0;
  return layer;
}

// The roundings of some decisions of one row, to `result`.
void add_row(const SweptLayer& layer, const ReplayedRows& rows, Index row,
             const std::vector<ReachedDecision>& decisions, const std::vector<std::size_t>& of_row,
             std::vector<SweepRounding>& result) {
  Index steps = 0;
  for (const std::size_t i : of_row) steps = std::max(steps, decisions[i].step + 1);
  const Row r = row_of(rows, row);
  const std::vector<Roundings> by_errors =
      off_by_sweep(layer.loss, r, r.error, layer.errors_by, false, steps);
  const std::vector<Roundings> by_updates = off_by_sweep(layer.loss, r, r.v, layer.updates_by, true, steps);
  for (const std::size_t i : of_row) {
    const Index k = decisions[i].step;
    const double quotient = std::fabs(decisions[i].quotient);
    const double zero = decisions[i].zero;
    const Roundings target{std::max(by_errors[k].most, by_updates[k].most),
                           std::max(by_errors[k].squares, by_updates[k].squares)};
    Roundings moved =
        off_by_division(layer.loss, target, quotient, std::fabs(rows.scale(k, row) * rows.gap(k, row)));
    if (zero != 0 && layer.c.declared.zero_added != ZeroAdded::after)
      moved.add(
          half_unit(std::fabs(decisions[i].quotient + zero) + moved.most, precision_of(layer.loss.storage)));
    result[i] = {moved.most, std::sqrt(moved.squares / 3)};
  }
}

}  // namespace

std::vector<SweepRounding> sweep_rounding(const Case& c, Arithmetic arithmetic, const RowSource& rows,
                                          const Matrix<double>& u,
                                          const std::vector<ReachedDecision>& decisions) {
  constexpr Index rows_together = 256;
  const SweptLayer layer = layer_of(c, arithmetic, u);
  std::map<Index, std::vector<std::size_t>> by_row;
  for (std::size_t i = 0; i < decisions.size(); ++i) by_row[decisions[i].row].push_back(i);
  std::vector<SweepRounding> result(decisions.size());
  for (auto next = by_row.begin(); next != by_row.end();) {
    std::vector<Index> together;
    std::vector<const std::vector<std::size_t>*> of_rows;
    for (; next != by_row.end() && std::ssize(together) < rows_together; ++next) {
      together.push_back(next->first);
      of_rows.push_back(&next->second);
    }
    const ReplayedRows replayed = rows(together);
    in_parts<1>(std::ssize(together), u.rows() * u.rows(),
                [&](Index row, Index) { add_row(layer, replayed, row, decisions, *of_rows[row], result); });
  }
  return result;
}

}  // namespace quantcheck::check
