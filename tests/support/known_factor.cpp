#include <quantcheck/tests/support/known_factor.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <utility>

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::test {

using check::DecisionPlace;
using check::Dice;
using check::Side;
using reference::exact;
using reference::Integer;
using reference::Rational;

namespace {

constexpr Index group = 8;
constexpr int unit_digits = 160;   // numbers are integers that count 2^-160
constexpr int weight_digits = 14;  // ordinary weights are multiples of 2^-14 of a scale
constexpr Code last_code = 255;

enum class Kind { source, middle, last, sink, helper, special };

/// An entry of a column of U above the diagonal: its row, and its numerator over 2^digits.
struct Entry {
  Index row;
  long numerator;
};

Integer floor_of_quotient(const Integer& a, const Integer& b) {
  return numerator(reference::floor(Rational(a, b)));
}

class Construction {
 public:
  Construction(const KnownShape& shape, std::uint64_t seed) : shape_(shape), dice_(seed) {
    for (Index j = 0; j < shape.in; ++j) kinds_.push_back(kind_of(j));
    for (Index j = 0; j < shape.in; ++j) columns_.push_back(column_of_u(j));
    for (Index j = 0; j < shape.in; ++j)
      pivots_.push_back(shape.least_pivot < 0 && j % 61 == 20 ? shape.least_pivot
                                                              : static_cast<int>(dice_.between(-3, 3)));
    for (Index j = 0; j < shape.in; ++j)
      powers_.push_back(static_cast<int>(dice_.between(-shape.columns_scaled, shape.columns_scaled)));
  }

  KnownLayer made() {
    set_up();
    set_hessian();
    for (Index row = 0; row < shape_.out; ++row) set_row(row);
    std::ranges::sort(known_.sides.outside, {}, &check::OutsideDecision::place);
    return std::move(known_);
  }

 private:
  bool is_special(Index j) const { return j % shape_.one_special_in == shape_.one_special_in - 1; }

  Kind kind_of(Index j) const {
    if (is_special(j)) return Kind::special;
    if (j + 1 < shape_.in && is_special(j + 1)) return Kind::helper;
    constexpr std::array kinds{Kind::source, Kind::source, Kind::middle, Kind::middle,
                               Kind::last,   Kind::sink,   Kind::source, Kind::middle};
    return kinds[j % group];
  }

  // Whether column j may take the errors of column i.
  bool takes(Index j, Index i) const {
    const auto rank = [](Kind kind) { return kind == Kind::source ? 0 : kind == Kind::middle ? 1 : 2; };
    switch (kinds_[j]) {
      case Kind::source:
        return false;
      case Kind::sink:
        return kinds_[i] != Kind::sink;
      case Kind::special:
        return kinds_[i] <= Kind::last;
      case Kind::helper:
        return kinds_[i] <= Kind::middle;
      default:
        return kinds_[i] <= Kind::last && rank(kinds_[i]) < rank(kinds_[j]);
    }
  }

  // A special column takes small integers, so that the errors of its helper, which make up for what it takes,
  // have few digits more than others.
  std::vector<Entry> column_of_u(Index j) {
    std::vector<Entry> column;
    const long one = 1L << shape_.digits;
    for (int tries = 0; tries < 6 && j > 0; ++tries) {
      const Index i = dice_.below(j);
      const bool taken =
          std::any_of(column.begin(), column.end(), [&](const Entry& e) { return e.row == i; });
      if (taken || !takes(j, i)) continue;
      const bool fine = shape_.digits > 0 && kinds_[j] <= Kind::sink && kinds_[i] <= Kind::sink;
      const long size = fine ? 2 * dice_.below(one) + 1 : dice_.between(1, 2) * one;
      column.push_back({i, dice_.chance(50) ? size : -size});
    }
    if (kinds_[j] == Kind::special) column.push_back({j - 1, dice_.chance(50) ? one : -one});
    return column;
  }

  void set_up() {
    check::Case& c = known_.c;
    const Index n = shape_.in;
    c.name = "known";
    c.arithmetic = Arithmetic::exact;
    c.layer.out = shape_.out;
    c.layer.in = n;
    c.layer.weight.edit().resize(static_cast<std::size_t>(shape_.out * n));
    c.codes.edit().resize(shape_.out, n);
    c.grid.groups = shape_.columns_scaled > 0 ? n : 2 * n / group;
    c.grid.scale.assign(static_cast<std::size_t>(shape_.out * c.grid.groups), 1.0);
    c.grid.zero.resize(static_cast<std::size_t>(shape_.out * c.grid.groups));
    c.grid.group_index.resize(static_cast<std::size_t>(n));
    c.grid.range = {0, last_code};
    c.scale_format = FloatFormat::f64;
    c.declared.dead.assign(static_cast<std::size_t>(n), false);
    c.declared.order.resize(static_cast<std::size_t>(n));
    std::iota(c.declared.order.begin(), c.declared.order.end(), Index{0});
    if (shape_.random_order)
      for (Index k = n - 1; k > 0; --k) std::swap(c.declared.order[k], c.declared.order[dice_.below(k + 1)]);
    c.declared.order_given = shape_.random_order;
    for (Index j = 0; j < n; ++j) c.grid.group_index[column(j)] = group_of(j);
    known_.sides.steps = n;
    known_.sides.ties.resize(static_cast<std::size_t>(shape_.out * n));
  }

  // A special column is a group of its own, and so is every column where columns are scaled.
  Index group_of(Index j) const {
    if (shape_.columns_scaled > 0) return j;
    return j / group + (is_special(j) ? shape_.in / group : 0);
  }

  Index column(Index step) const { return known_.c.declared.order[step]; }

  // H = sum_j D_j u_j u_j^T. All terms are multiples of one number, and no sum of some of them is more than
  // an entry of the diagonal.
  void set_hessian() {
    const Index n = shape_.in;
    const double unit = std::ldexp(1.0, -2 * shape_.digits);
    std::vector<double>& hessian = known_.c.layer.hessian.edit();
    hessian.assign(static_cast<std::size_t>(n * n), 0.0);
    for (Index j = 0; j < n; ++j) {
      std::vector<Entry> u = columns_[j];
      u.push_back({j, 1L << shape_.digits});
      for (const Entry& a : u)
        for (const Entry& b : u) {
          const double product =
              std::ldexp(static_cast<double>(a.numerator) * static_cast<double>(b.numerator),
                         pivots_[j] + powers_[a.row] + powers_[b.row]);
          hessian[column(a.row) * n + column(b.row)] += product * unit;
        }
    }
    const double all_divide = std::ldexp(unit, *std::min_element(pivots_.begin(), pivots_.end()));
    for (Index j = 0; j < n; ++j)
      if (std::ldexp(hessian[column(j) * n + column(j)], -2 * powers_[j]) > std::ldexp(all_divide, 53))
        throw Error("the construction has a hessian that double does not hold");
  }

  void set_row(Index row) {
    std::vector<Integer> errors;
    Integer scale = 0;
    Code zero = 0;
    for (Index j = 0; j < shape_.in; ++j) {
      if (j % group == 0) {
        scale = Integer(dice_.between(1, 3)) << static_cast<int>(unit_digits - dice_.between(3, 5));
        if (dice_.chance(25)) scale = -scale;
        zero = dice_.between(120, 135);
      }
      errors.push_back(decide(row, j, scale, zero, errors));
    }
  }

  // The sum of the errors that column j takes.
  Integer taken(Index j, const std::vector<Integer>& errors) const {
    Integer sum = 0;
    for (const Entry& entry : columns_[j])
      if (entry.row < std::ssize(errors)) sum += errors[entry.row] * entry.numerator;
    return sum >> shape_.digits;
  }

  // Sets the decision of a row at step j and returns its error.
  Integer decide(Index row, Index j, const Integer& scale, Code zero, const std::vector<Integer>& errors) {
    const Integer sum = taken(j, errors);
    if (kinds_[j] == Kind::special) return decide_special(row, j, scale, sum);
    Integer weight;
    Integer steps;
    if (kinds_[j] == Kind::helper) {
      const Integer error = error_of_helper(j, scale, errors, sum);
      steps = dice_.between(-20, 20);
      weight = error + scale * steps;
    } else {
      weight =
          (scale >> weight_digits) * dice_.between(-(Code{5} << weight_digits), Code{5} << weight_digits);
      const Integer target = weight + sum;
      steps = floor_of_quotient(2 * target + scale, 2 * scale);
      steps = std::clamp(steps, Integer(-zero), Integer(last_code - zero));
    }
    keep(row, j, scale, zero, weight, static_cast<Code>(steps), sum);
    return weight - scale * steps;
  }

  // The error by which the next column, which is special, takes a sum that is an odd multiple of half a
  // scale; of those the one that puts the helper itself nearest to its code.
  Integer error_of_helper(Index j, const Integer& scale, const std::vector<Integer>& errors,
                          const Integer& sum) const {
    const Index next = j + 1;
    const Integer sign = columns_[next].back().numerator > 0 ? 1 : -1;
    const Integer error = sign * (scale / 2 - taken(next, errors));
    return error - scale * floor_of_quotient(2 * (error + sum) + scale, 2 * scale);
  }

  Integer decide_special(Index row, Index j, const Integer& scale, const Integer& sum) {
    const Distance distance = shape_.distances[known_.special.size() % shape_.distances.size()];
    known_.special.push_back({row, j});
    // The sum lies half-way between two codes, of which either will do. The column's own zero point puts the
    // code in the middle of the range or at an end.
    const Integer steps = floor_of_quotient(sum, scale) + dice_.below(2);
    const Code code = dice_.pick<Code>({0, 131, last_code});
    const Code zero = code - static_cast<Code>(steps);
    const Integer half = sum - scale * steps;
    Integer weight = 0;
    if (distance.exponent > 0) {
      weight = abs(scale) >> distance.exponent;
      if (!distance.beyond) weight = -weight;
      if (distance.second > 0) weight += abs(scale) >> distance.second;
      if (half < 0) weight = -weight;
    }
    keep(row, j, scale, zero, weight, static_cast<Code>(steps), sum);
    return weight - scale * steps;
  }

  void keep(Index row, Index j, const Integer& scale, Code zero, const Integer& weight, Code steps,
            const Integer& sum) {
    check::Case& c = known_.c;
    const Index n = shape_.in;
    const Index in_grid = row * c.grid.groups + group_of(j);
    c.layer.weight.edit()[row * n + column(j)] = in_double(weight, -powers_[j]);
    c.grid.scale[in_grid] = in_double(scale, -powers_[j]);
    c.grid.zero[in_grid] = zero;
    c.codes.edit()(row, column(j)) = zero + steps;
    const Integer residual = weight + sum - scale * steps;
    const Rational value(residual, Integer(1) << unit_digits);
    const Rational pivot = exact(std::ldexp(1.0, pivots_[j]));
    const Rational size(scale, Integer(1) << unit_digits);
    known_.loss += pivot * value * value;
    known_.bound += pivot * size * size / 4;
    judge(row, j, zero + steps, Rational(residual, scale));
  }

  void judge(Index row, Index j, Code code, const Rational& r) {
    const Rational excess = abs(r) - Rational(1, 2);
    const bool asked = r > 0 ? code < last_code : code > 0;
    const Side side = check::side_of(excess);
    known_.sides.ties[row * known_.sides.steps + j] = asked && side == Side::tie;
    known_.sides.clipped += !asked && side == Side::outside;
    known_.ties += asked && side == Side::tie;
    if (asked && side == Side::outside)
      known_.sides.outside.push_back(
          {{row, j}, reference::approximate(r), reference::approximate(excess), reference::log2_of(excess)});
  }

  static double in_double(const Integer& x, int power) {
    const double rounded = reference::approximate(Rational(x));
    if (exact(rounded) != Rational(x)) throw Error("the construction has a number that double does not hold");
    return std::ldexp(rounded, power - unit_digits);
  }

  KnownShape shape_;
  Dice dice_;
  KnownLayer known_;
  std::vector<Kind> kinds_;
  std::vector<std::vector<Entry>> columns_;  // of U, above the diagonal
  std::vector<int> pivots_;                  // exponents of D
  std::vector<int> powers_;                  // by which columns are scaled
};

}  // namespace

KnownLayer known_layer(const KnownShape& shape, std::uint64_t seed) {
  return Construction(shape, seed).made();
}

}  // namespace quantcheck::test
