#include <quantcheck/proofs_check/exact/lattice/scaled_target.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/exact/lattice/cell.h>

namespace quantcheck::check {

using reference::Rational;

BlockTarget block_target(Block<Rational> exact) {
  BlockTarget target{std::move(exact), {}};
  for (std::size_t i = 0; i < 8; ++i) target.rounded[i] = reference::approximate(target.exact[i]);
  return target;
}

ScaledTarget::ScaledTarget(const BlockTarget& values, const Beta& scale) : x(values), beta(scale) {
  in_range = 1 / max_beta <= beta.rounded && beta.rounded <= max_beta;
  for (std::size_t i = 0; i < 8; ++i) {
    rounded[i] = x.rounded[i] / beta.rounded;
    largest = std::max(largest, std::fabs(rounded[i]));
    in_range = in_range && std::fabs(rounded[i]) <= max_coordinate;
  }
}

Block<Rational> ScaledTarget::exact() const {
  Block<Rational> t;
  for (std::size_t i = 0; i < 8; ++i) t[i] = x.exact[i] / beta.exact;
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
  if (excess < -uncertainty - tie_width) return {Side::inside, excess};

  Block<Rational> difference = t.exact();
  for (std::size_t i = 0; i < 8; ++i) difference[i] -= Rational(y.twice[i], 2);
  const Rational exact = reach(difference) - 1;
  return {side_of(exact), reference::approximate(exact)};
}

}  // namespace quantcheck::check
