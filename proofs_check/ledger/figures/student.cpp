#include <quantcheck/proofs_check/ledger/figures/student.h>

#include <numbers>

namespace quantcheck::check::ledger {
namespace {

// The probability that |T| is above t, with T as in two_sided_quantile.
double chance_above(double t, Index degrees) {
  if (degrees == 0) return std::erfc(t / std::numbers::sqrt2);
  const double angle = std::atan(t / std::sqrt(static_cast<double>(degrees)));
  const double cosine = std::cos(angle);
  const bool odd = degrees % 2 != 0;
  double term = odd ? cosine : 1;
  double sum = 0;
  for (Index k = odd ? 1 : 0; k <= degrees - 2; k += 2) {
    sum += term;
    term *= cosine * cosine * static_cast<double>(k + 1) / static_cast<double>(k + 2);
  }
  const double within = std::sin(angle) * sum;
  return 1 - (odd ? 2 / std::numbers::pi * (angle + within) : within);
}

}  // namespace

double two_sided_quantile(double chance, Index degrees_of_freedom) {
  double low = 0;
  double high = 1;
  while (chance_above(high, degrees_of_freedom) > chance) high *= 2;
  for (int k = 0; k < 60; ++k) {
    const double middle = (low + high) / 2;
    (chance_above(middle, degrees_of_freedom) > chance ? low : high) = middle;
  }
  return high;
}

}  // namespace quantcheck::check::ledger
