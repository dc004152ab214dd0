// Short names of numbers that are known to lie in an interval.
#pragma once

#include <cmath>
#include <string>

#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::check {

/// A number, and how it is written: "15/16".
struct NamedNumber {
  double value = 0;
  std::string words;
};

/// The fraction with the least denominator in an interval of positive numbers; where all denominators up to
/// 1024 are too small, the middle.
inline NamedNumber simplest_between(double low, double high) {
  constexpr int most_denominator = 1024;
  for (int denominator = 1; denominator <= most_denominator; ++denominator) {
    const double numerator = std::ceil(low * denominator);
    if (numerator < 1 || numerator > high * denominator) continue;
    if (denominator == 1) return {numerator, format("%.0f", numerator)};
    return {numerator / denominator, format("%.0f/%d", numerator, denominator)};
  }
  const double middle = (low + high) / 2;
  return {middle, format("%.9g", middle)};
}

}  // namespace quantcheck::check
