#include <quantcheck/proofs_check/replay/lattice_movement.h>

#include <algorithm>
#include <array>
#include <cmath>

#include <quantcheck/proofs_check/exact/lattice/cell.h>
#include <quantcheck/proofs_check/replay/precision.h>
#include <quantcheck/proofs_check/replay/visit_arithmetic.h>
#include <quantcheck/reference/lattice/e8_nearest.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

// NaN, the movement of what leaves the range, outweighs every number.
double larger(double a, double b) { return std::isnan(a) || a > b ? a : b; }

// The sum of eight numbers: forwards, backwards, and in pairs.
template <class T>
std::array<T, 3> sums(const Block<T>& s) {
  T forwards = s[0];
  T backwards = s[7];
  for (std::size_t i = 1; i < 8; ++i) {
    forwards = forwards + s[i];
    backwards = backwards + s[7 - i];
  }
  const T pairs = ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
  return {forwards, backwards, pairs};
}

double in_double(double x) { return x; }
double in_double(const Rational& x) { return reference::approximate(x); }

template <class Number>
Number squared_distance(const Block<Number>& t, const E8Point& y) {
  Number sum = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const Number difference = t[i] - Number(y.twice[i]) / Number(2);
    sum += difference * difference;
  }
  return sum;
}

// The movement of a decision whose t was rounded to `rounded`. It is NaN or infinite where the range is left.
template <class T, class Number>
double movement_from(const Block<T>& rounded, const Block<Number>& t) {
  Block<double> as_double;
  for (std::size_t i = 0; i < 8; ++i) {
    as_double[i] = static_cast<double>(rounded[i]);
    if (!(std::fabs(as_double[i]) <= 4 * max_coordinate)) return HUGE_VAL;
  }
  Block<double> shift;
  for (std::size_t i = 0; i < 8; ++i) shift[i] = in_double(Number(as_double[i]) - t[i]);
  double moved = reach(shift);

  std::array<std::array<T, 3>, 2> computed;
  std::array<Number, 2> exact;
  for (const Code coset : {0, 1}) {
    const E8Point y = reference::nearest_in_coset<double>(as_double, 1.0, coset).point;
    Block<T> squares;
    for (std::size_t i = 0; i < 8; ++i) {
      const T difference = rounded[i] - static_cast<T>(static_cast<double>(y.twice[i]) / 2);
      squares[i] = difference * difference;
    }
    computed[coset] = sums(squares);
    exact[coset] = squared_distance(t, y);
  }
  const double gap = in_double(exact[1] - exact[0]);
  for (std::size_t order = 0; order < 3; ++order) {
    const double found = static_cast<double>(computed[1][order] - computed[0][order]);
    const double error = std::fabs(found - gap) / 2;
    moved = larger(moved, error);
  }
  return moved;
}

// The larger movement of t = x / beta, as a division and as a product with 1 / beta.
template <class T, class Number>
double largest_movement(const ScaledTarget& t, const Block<Number>& exact) {
  const auto beta = static_cast<T>(t.beta.rounded);
  const T reciprocal = T(1) / beta;
  Block<T> divided;
  Block<T> multiplied;
  for (std::size_t i = 0; i < 8; ++i) {
    const auto x = static_cast<T>(t.x.rounded[i]);
    divided[i] = x / beta;
    multiplied[i] = x * reciprocal;
  }
  const double by_division = movement_from(divided, exact);
  const double by_product = movement_from(multiplied, exact);
  return larger(by_division, by_product);
}

// The largest movement over the number types that replay the arithmetic; NaN where one of them leaves the
// range.
template <class Number>
double measured(const ScaledTarget& t, const Block<Number>& exact, Arithmetic arithmetic) {
  double largest = 0;
  visit_arithmetic(arithmetic,
                   [&]<class T>(NumberType<T>) { largest = larger(largest, largest_movement<T>(t, exact)); });
  return largest;
}

}  // namespace

std::optional<double> lattice_movement(const ScaledTarget& t, Arithmetic arithmetic) {
  const double moved = t.is_rough() ? measured(t, t.rounded, arithmetic) : measured(t, t.exact(), arithmetic);
  if (!std::isfinite(moved)) return std::nullopt;
  return std::max(moved, storage_roundoff(arithmetic) * (t.largest + 1));
}

}  // namespace quantcheck::check
