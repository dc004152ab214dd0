// Minima of functions with one valley, and the shortest numbers near them.
#pragma once

#include <cmath>
#include <string>
#include <utility>

#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::check {

/// Where `at` is least between low and high, by golden section: each of the sections takes off 0.38 of the
/// interval.
template <class Function>
double least_by_golden_section(const Function& at, double low, double high, int sections) {
  const double ratio = (std::sqrt(5.0) - 1) / 2;
  double left = high - ratio * (high - low);
  double right = low + ratio * (high - low);
  double at_left = at(left);
  double at_right = at(right);
  for (int i = 0; i < sections; ++i) {
    if (at_left <= at_right) {
      high = right;
      right = std::exchange(left, right - ratio * (right - low));
      at_right = std::exchange(at_left, at(left));
    } else {
      low = left;
      left = std::exchange(right, left + ratio * (high - left));
      at_left = std::exchange(at_right, at(right));
    }
  }
  return at_left <= at_right ? left : right;
}

/// The value with the fewest decimal digits, rounded from this one, at which `at` is no more than here; this
/// one where that takes as many as `most_digits`.
template <class Function>
double with_fewest_digits(const Function& at, double value, int most_digits) {
  const double least = at(value);
  for (int digits = 1; digits < most_digits; ++digits) {
    const double shorter = std::stod(format("%.*e", digits - 1, value));
    if (at(shorter) <= least) return shorter;
  }
  return value;
}

}  // namespace quantcheck::check
