#include <quantcheck/proofs_check/judge/lattice/squared_error.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <quantcheck/proofs_check/exact/lattice/unclear.h>
#include <quantcheck/proofs_check/replay/precision.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

constexpr double slack = 1 + 0x1p-30;  // for the rounding of a bound itself
constexpr double safe = 0x1p-900;      // far from underflow

}  // namespace

SquaredError::SquaredError(const BlockTarget& x, const Beta& beta, const reference::E8Point& y)
    : x_(x), beta_(beta), y_(y) {
  double terms = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const double value = beta.rounded * static_cast<double>(y.twice[i]) / 2;
    const double error = x.rounded[i] - value;
    rounded_ += error * error;
    terms += (std::fabs(x.rounded[i]) + std::fabs(value)) * (std::fabs(x.rounded[i]) + std::fabs(value));
  }
  // x_i, beta and the product beta y_i are off by 2^-51 of themselves together, and e_i by
  // 2^-50 (|x_i| + beta |y_i|). Its square is off by twice that times the same, and the sum by 2^-49 of
  // itself. Underflow is left to exact().
  uncertainty_ = 0x1p-47 * terms;
}

Rational SquaredError::exact() const {
  Rational sum = 0;
  const Block<Rational> x = x_.exact();
  for (std::size_t i = 0; i < 8; ++i) {
    const Rational error = x[i] - beta_.exact * Rational(y_.twice[i], 2);
    sum += error * error;
  }
  return sum;
}

Side SquaredError::beside(const SquaredError& other) const {
  const double gap = rounded_ - other.rounded_;
  const double unit = beta_.rounded * beta_.rounded;
  const double off = difference_error(other);
  const double margin = uncertainty_ + other.uncertainty_ + 2 * tie_width * unit + off;
  if (std::fabs(gap) > margin && std::fabs(gap) > safe && std::isfinite(gap))
    return gap > 0 ? Side::outside : Side::inside;
  const double share = off == 0 ? 0 : std::max(slack * off / unit, std::numeric_limits<double>::denorm_min());
  return clear_side((exact() - other.exact()) / (beta_.exact * beta_.exact), share);
}

bool SquaredError::is_of_same_point(const SquaredError& other) const {
  for (std::size_t i = 0; i < 8; ++i)
    if (beta_.exact * Rational(y_.twice[i]) != other.beta_.exact * Rational(other.y_.twice[i])) return false;
  return true;
}

bool SquaredError::is_less_than(const SquaredError& other) const {
  const double gap = rounded_ - other.rounded_;
  const double off = difference_error(other);
  if (std::fabs(gap) > uncertainty_ + other.uncertainty_ + off && std::fabs(gap) > safe && std::isfinite(gap))
    return gap < 0;
  const Rational difference = exact() - other.exact();
  if (off > 0 && !(abs(difference) > reference::exact(off))) throw Unclear();
  return difference < 0;
}

// The distance of the two points is computed; each of its eight terms is off by three roundings of either
// product.
double SquaredError::difference_error(const SquaredError& other) const {
  if (x_.error == 0) return 0;
  double squares = 0;
  double rounding = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const double mine = beta_.rounded * static_cast<double>(y_.twice[i]) / 2;
    const double theirs = other.beta_.rounded * static_cast<double>(other.y_.twice[i]) / 2;
    squares += (mine - theirs) * (mine - theirs);
    rounding += std::fabs(mine) + std::fabs(theirs);
  }
  if (squares <= rounding * rounding * 0x1p-100 && is_of_same_point(other)) return 0;
  const double apart = std::sqrt(squares) + 0x1p-50 * rounding + std::numeric_limits<double>::min();
  return slack * 2 * std::sqrt(8.0) * x_.error * apart;
}

double SquaredError::computed_error(Arithmetic arithmetic) const {
  const double u = unit_roundoff(arithmetic);
  const auto gamma = [u](int n) { return n * u / (1 - n * u); };
  const double least = std::ldexp(1.0, precision_of(arithmetic).min_exponent);
  const double greatest = 1 / least;
  const double lost = arithmetic == Arithmetic::fp16 ? least * u : least;
  const double beta = beta_.rounded;
  const Block<Rational> x = x_.exact();
  double bound = 0;
  double squares = 0;
  double largest = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    const double value = std::fabs(beta * static_cast<double>(y_.twice[i]) / 2);
    const double error = std::fabs(reference::approximate(x[i] - beta_.exact * Rational(y_.twice[i], 2)));
    const double h = gamma(5) * (std::fabs(x_.rounded[i]) + value) + 3 * lost * (1 + beta);
    bound += 2 * error * h + h * h;
    squares += (error + h) * (error + h);
    largest = std::max({largest, std::fabs(x_.rounded[i]), value});
  }
  const double unit = beta * beta;
  const bool in_range =
      least <= beta && std::max({beta, unit, largest, largest / beta, squares, squares / unit}) <= greatest;
  return in_range ? bound + gamma(16) * squares + 32 * lost * (1 + unit) + lost * squares / unit : HUGE_VAL;
}

}  // namespace quantcheck::check
