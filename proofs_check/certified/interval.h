// Closed intervals of doubles that hold a number which is not known exactly.
#pragma once

#include <cmath>
#include <cstdio>
#include <limits>
#include <optional>
#include <string_view>

namespace quantcheck::check {

/// The end of an interval that has none.
inline constexpr double unbounded = std::numeric_limits<double>::infinity();

struct Interval {
  double low = 0;
  double high = 0;

  double middle() const { return low + (high - low) / 2; }
  friend bool operator==(const Interval&, const Interval&) = default;
};

/// The number of significant decimal digits, at most `most`, to which both ends of the interval round to the
/// same number; 0 where there is none.
inline int certain_digits(const Interval& x, int most) {
  for (int digits = most; digits > 0; --digits) {
    char low[32];
    char high[32];
    std::snprintf(low, sizeof low, "%.*e", digits - 1, x.low);
    std::snprintf(high, sizeof high, "%.*e", digits - 1, x.high);
    if (std::string_view(low) == high) return digits;
  }
  return 0;
}

/// The interval of x alone, if there is one.
inline std::optional<Interval> as_point(const std::optional<double>& x) {
  return x ? std::optional(Interval{*x, *x}) : std::nullopt;
}

/// The interval where its ends are doubles that are not subnormal, or 0.
inline std::optional<Interval> if_normal(const Interval& x) {
  const auto fits = [](double end) { return std::isnormal(end) || end == 0; };
  return fits(x.low) && fits(x.high) ? std::optional(x) : std::nullopt;
}

inline double next_below(double x) { return std::nextafter(x, -std::numeric_limits<double>::infinity()); }
inline double next_above(double x) { return std::nextafter(x, std::numeric_limits<double>::infinity()); }

/// The interval x - radius .. x + radius, rounded outward.
inline Interval around(double x, double radius) { return {next_below(x - radius), next_above(x + radius)}; }

/// x + y, rounded outward; a sum with 0 is not rounded.
inline Interval operator+(Interval x, Interval y) {
  if (x == Interval{}) return y;
  if (y == Interval{}) return x;
  return {next_below(x.low + y.low), next_above(x.high + y.high)};
}

/// x / y, rounded outward except for 0, for x.low >= 0 and y.low > 0.
inline Interval operator/(Interval x, Interval y) {
  return {x.low == 0 ? 0 : next_below(x.low / y.high), x.high == 0 ? 0 : next_above(x.high / y.low)};
}

}  // namespace quantcheck::check
