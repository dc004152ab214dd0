#include <quantcheck/proofs_check/quantize/least_squares_scale.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <quantcheck/proofs_check/certified/rounding.h>

namespace quantcheck::check {

using reference::GroupGrid;

namespace {

// Weights between these sizes, or 0, have squares that neither overflow nor lose digits.
constexpr double least = 0x1p-400;
constexpr double most = 0x1p400;

// A number that rounds a double below 2^51 in magnitude to an integer when it is added and taken off again.
constexpr double to_integer = 0x1.8p52;

// Scale times percent / 100, rounded as in reference/fit_grid.h. The product is exact. If scale is m units of
// its last digit, and the quotient is as far as 2^-3 of it, its distance from the middle of two floats is a
// multiple of 1/800 of their distance. So the quotient in double is exactly on a middle, or rounds like the
// exact one.
float candidate(float scale, int percent) {
  const double quotient = static_cast<double>(scale) * percent / 100;
  return std::max(static_cast<float>(quotient), std::numeric_limits<float>::min());
}

double squared_error(std::span<const double> weights, double scale, double first, double last) {
  const double inverse = 1 / scale;
  double sum = 0;
  for (const double weight : weights) {
    const double nearest = weight * inverse + to_integer - to_integer;
    const double error = weight - scale * std::min(std::max(nearest, first), last);
    sum += error * error;
  }
  return sum;
}

}  // namespace

std::optional<GroupGrid> least_squares_in_double(std::span<const double> weights, const GroupGrid& covering,
                                                 const GridShape& shape, double off) {
  double squares = 0;
  for (const double weight : weights) {
    const double size = std::fabs(weight);
    if (size != 0 && !(least <= size && size <= most)) return std::nullopt;
    squares += weight * weight;
  }
  const auto first = static_cast<double>(shape.min() - covering.zero);
  const auto last = static_cast<double>(shape.max() - covering.zero);
  const double of_sum = rounding_growth(std::ssize(weights) + 1);
  std::optional<GroupGrid> best;
  double least_end =
      std::numeric_limits<double>::infinity();  // no exact error found so far is certainly below this
  double most_end = std::numeric_limits<double>::infinity();  // one is certainly below this
  for (int percent = 100; percent > 20; --percent) {
    const float scale = candidate(covering.scale, percent);
    const double error = squared_error(weights, static_cast<double>(scale), first, last);
    const double rounding = bound_slack * (22 * double_roundoff * (squares + error) + of_sum * error);
    const double radius = bound_slack * (rounding + off * (2 * std::sqrt(error + rounding) + off));
    if (error - radius > most_end) continue;
    if (!(error + radius < least_end)) return std::nullopt;
    best = {scale, covering.zero};
    least_end = error - radius;
    most_end = error + radius;
  }
  return best;
}

}  // namespace quantcheck::check
