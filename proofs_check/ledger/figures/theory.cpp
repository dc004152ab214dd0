#include <quantcheck/proofs_check/ledger/figures/theory.h>

#include <cmath>
#include <numbers>

namespace quantcheck::check::ledger {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double ball_volume = pi * pi * pi * pi / 24;  // volume of the ball of radius 1 in eight dimensions

double f(double rate) { return 2 * std::exp2(-2 * rate) - std::exp2(-4 * rate); }
double slope(double rate) { return -4 * std::numbers::ln2 * (std::exp2(-2 * rate) - std::exp2(-4 * rate)); }

double density(double x) { return std::exp(-x * x / 2) / std::sqrt(2 * pi); }
double below(double x) { return std::erfc(-x / std::numbers::sqrt2) / 2; }

// The integral of (x - y)^2 over a <= x < b under N(0, 1).
double cell_error(double a, double b, double y) {
  const double end = std::isinf(b) ? 0 : (b - 2 * y) * density(b);
  return (1 + y * y) * (below(b) - below(a)) + (a - 2 * y) * density(a) - end;
}

double uniform_error(Index levels, double step) {
  double error = 0;
  for (Index k = 0; k < levels / 2; ++k) {
    const double a = static_cast<double>(k) * step;
    error += cell_error(a, k + 1 < levels / 2 ? a + step : HUGE_VAL, a + step / 2);
  }
  return 2 * error;
}

// The argument at which a function that falls and then rises has its least value.
template <class Function>
double least(double low, double high, Function&& function) {
  for (int k = 0; k < 100; ++k) {
    const double a = low + (high - low) / 3;
    const double b = high - (high - low) / 3;
    (function(a) < function(b) ? high : low) = function(a) < function(b) ? b : a;
  }
  return (low + high) / 2;
}

}  // namespace

double ball_second_moment() { return 1 / (10 * std::pow(ball_volume, 0.25)); }

double shannon_distortion(double rate) { return std::exp2(-2 * rate); }

double lattice_distortion(double second_moment, double rate) {
  return 2 * pi * std::numbers::e * second_moment * shannon_distortion(rate);
}

double product_bound_threshold() {
  double low = 0.1;  // f(R) - R f'(R) - 1 is positive here
  double high = 3;
  for (int k = 0; k < 100; ++k) {
    const double middle = (low + high) / 2;
    (f(middle) - middle * slope(middle) > 1 ? low : high) = middle;
  }
  return low;
}

double product_bound(double rate) {
  const double threshold = product_bound_threshold();
  return rate >= threshold ? f(rate) : 1 - (1 - f(threshold)) * rate / threshold;
}

double best_uniform_error(Index levels) {
  const auto error = [&](double step) { return uniform_error(levels, step); };
  return error(least(0.01, 4, error));
}

double mass_outside_cube(double r) { return 1 - std::pow(std::erf(r / std::sqrt(8.0)), 8); }

double mass_outside_ball(double r) {
  const double half = r * r / std::pow(ball_volume, 0.25) / 2;
  return std::exp(-half) * (1 + half * (1 + half / 2 * (1 + half / 3)));
}

}  // namespace quantcheck::check::ledger
