#include <quantcheck/proofs_check/exact/lattice/scaled_target.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include <quantcheck/proofs_check/exact/lattice/cell.h>
#include <quantcheck/proofs_check/exact/lattice/unclear.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

// More than a quotient is off by rounding, as a factor.
constexpr double quotient_slack = 1 + 0x1p-50;

}  // namespace

Block<Rational> BlockTarget::exact() const {
  if (longer) return *longer;
  Block<Rational> values;
  for (std::size_t i = 0; i < 8; ++i) values[i] = reference::exact(rounded[i]);
  return values;
}

BlockTarget block_target(Block<Rational> exact, double error) {
  BlockTarget target{{}, error, nullptr};
  for (std::size_t i = 0; i < 8; ++i) target.rounded[i] = reference::approximate(exact[i]);
  target.longer = std::make_shared<const Block<Rational>>(std::move(exact));
  return target;
}

BlockTarget block_target(const Block<double>& exact, double error) { return {exact, error, nullptr}; }

ScaledTarget::ScaledTarget(const BlockTarget& values, const Beta& scale) : x(values), beta(scale) {
  if (x.error > 0)
    error = quotient_slack * std::max(x.error / beta.rounded, std::numeric_limits<double>::denorm_min());
  in_range = 1 / max_beta <= beta.rounded && beta.rounded <= max_beta;
  for (std::size_t i = 0; i < 8; ++i) {
    rounded[i] = x.rounded[i] / beta.rounded;
    largest = std::max(largest, std::fabs(rounded[i]));
    in_range = in_range && std::fabs(rounded[i]) <= max_coordinate;
  }
}

Block<Rational> ScaledTarget::exact() const {
  Block<Rational> t = x.exact();
  for (Rational& coordinate : t) coordinate /= beta.exact;
  return t;
}

CellPosition cell_position(const ScaledTarget& t, const E8Point& y) {
  Block<double> v;
  double farthest = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    v[i] = t.rounded[i] - static_cast<double>(y.twice[i]) / 2;
    farthest = std::max(farthest, std::fabs(v[i]));
  }
  const double excess = reach(v) - 1;
  // Each v_i is off by at most 2^-50 |t_i| + 2^-53 |v_i| + 2^-100, and so <v, r> by at most four times that.
  // The nine additions of numbers up to 8 max |v_i| are off by 2^-46 max |v_i|. The uncertainty covers both.
  const double uncertainty = 0x1p-44 * (t.largest + farthest + 1);
  const double margin = uncertainty + tie_width + t.reach_error();
  if (excess < -margin) return {Side::inside, excess};
  if (t.is_rough() && excess > margin) return {Side::outside, excess};

  Block<Rational> difference = t.exact();
  for (std::size_t i = 0; i < 8; ++i) difference[i] -= Rational(y.twice[i], 2);
  const Rational exact = reach(difference) - 1;
  return {clear_side(exact, t.reach_error()), reference::approximate(exact)};
}

}  // namespace quantcheck::check
