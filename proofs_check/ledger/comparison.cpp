#include <quantcheck/proofs_check/ledger/comparison.h>

#include <algorithm>
#include <cmath>

namespace quantcheck::check::ledger {

using reference::Rational;

namespace {

constexpr double deviations = 2.5758;  // standard deviations around the mean that hold 99%

}  // namespace

void Comparison::add(const Rational& a, const Rational& b) {
  ++(a < b ? below_ : a == b ? equal_ : above_);
  const double log_ratio = std::log(reference::approximate(Rational(a / b)));
  sum_ += log_ratio;
  sum_of_squares_ += log_ratio * log_ratio;
}

Interval Comparison::share_below() const {
  const double n = static_cast<double>(std::max<Index>(below_ + above_, 1));
  const double share = static_cast<double>(below_) / n;
  const double z2 = deviations * deviations;
  const double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
  const double half = deviations / (1 + z2 / n) * std::sqrt(share * (1 - share) / n + z2 / (4 * n * n));
  return {centre - half, centre + half};
}

Interval Comparison::mean_ratio() const {
  const double n = static_cast<double>(count());
  const double mean = sum_ / n;
  const double variance = std::max(0.0, sum_of_squares_ / n - mean * mean) * n / std::max(n - 1, 1.0);
  const double half = deviations * std::sqrt(variance / n);
  return {std::exp(mean - half), std::exp(mean + half)};
}

}  // namespace quantcheck::check::ledger
