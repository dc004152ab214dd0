#include <quantcheck/reference/fit_grid.h>

#include <algorithm>
#include <limits>

#include <quantcheck/reference/grid.h>
#include <quantcheck/reference/number/nearest_float.h>

namespace quantcheck::reference {
namespace {

Rational exactly(float x) { return exact(static_cast<double>(x)); }

float stored_scale(const Rational& scale) {
  return std::max(nearest_float(scale), std::numeric_limits<float>::min());
}

Rational squared_error(std::span<const Rational> weights, const GroupGrid& group, const GridShape& shape,
                       Rounding rounding) {
  const Grid<Rational> grid{1, {exactly(group.scale)}, {group.zero}, {0}, {shape.min(), shape.max()}};
  Rational sum = 0;
  for (const Rational& weight : weights) {
    const Rational error = weight - value(grid, 0, 0, nearest(grid, 0, 0, weight, rounding));
    sum += error * error;
  }
  return sum;
}

}  // namespace

GroupGrid covering_grid(std::span<const Rational> weights, const GridShape& shape) {
  Rational low = 0;
  Rational high = 0;
  for (const Rational& weight : weights) {
    if (weight < low) low = weight;
    if (weight > high) high = weight;
  }
  if (low == 0 && high == 0) {
    low = -1;
    high = 1;
  }
  if (shape.symmetric) return {stored_scale(std::max(Rational(-low), high) * 2 / shape.levels), 0};
  const float scale = stored_scale((high - low) / shape.levels);
  return {scale, to_code(round_to_integer(Rational(-low / exactly(scale)), Rounding::half_even))};
}

GroupGrid least_squares_grid(std::span<const Rational> weights, const GridShape& shape, Rounding rounding) {
  const GroupGrid covering = covering_grid(weights, shape);
  GroupGrid best = covering;
  Rational least = squared_error(weights, best, shape, rounding);
  for (int percent = 99; percent > 20; --percent) {
    const GroupGrid candidate{stored_scale(exactly(covering.scale) * percent / 100), covering.zero};
    const Rational error = squared_error(weights, candidate, shape, rounding);
    if (!(error < least)) continue;
    best = candidate;
    least = error;
  }
  return best;
}

}  // namespace quantcheck::reference
