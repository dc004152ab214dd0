// A comparison of two quantities over many samples.
#pragma once

#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check::ledger {

struct Interval {
  double low;
  double high;
};

/// Counts over pairs a, b of positive numbers: how often a was below, equal to and above b, and the mean of
/// log(a / b).
class Comparison {
 public:
  /// Adds a pair.
  void add(const reference::Rational& a, const reference::Rational& b);

  Index below() const { return below_; }
  Index equal() const { return equal_; }
  Index count() const { return below_ + equal_ + above_; }

  /// A 99% confidence interval of the probability that a is below b, equal pairs left out (E. B. Wilson, J.
  /// Amer. Statist. Assoc. 22 (1927), 209-212).
  Interval share_below() const;

  /// A 99% confidence interval of the geometric mean of a / b, by the normal approximation of log(a / b).
  Interval mean_ratio() const;

 private:
  Index below_ = 0;
  Index equal_ = 0;
  Index above_ = 0;
  double sum_ = 0;             // sum of log(a / b)
  double sum_of_squares_ = 0;  // sum of log(a / b)^2
};

}  // namespace quantcheck::check::ledger
