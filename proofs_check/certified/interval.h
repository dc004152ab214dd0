// Closed intervals of doubles that hold a number which is not known exactly.
#pragma once

#include <cmath>
#include <limits>

namespace quantcheck::check {

struct Interval {
  double low = 0;
  double high = 0;

  double middle() const { return low + (high - low) / 2; }
  friend bool operator==(const Interval&, const Interval&) = default;
};

inline double next_below(double x) { return std::nextafter(x, -std::numeric_limits<double>::infinity()); }
inline double next_above(double x) { return std::nextafter(x, std::numeric_limits<double>::infinity()); }

/// The interval x - radius .. x + radius, rounded outward.
inline Interval around(double x, double radius) { return {next_below(x - radius), next_above(x + radius)}; }

/// x + y, rounded outward.
inline Interval operator+(Interval x, Interval y) {
  return {next_below(x.low + y.low), next_above(x.high + y.high)};
}

/// x / y, rounded outward, for x.low >= 0 and y.low > 0.
inline Interval operator/(Interval x, Interval y) {
  return {next_below(x.low / y.high), next_above(x.high / y.low)};
}

}  // namespace quantcheck::check
