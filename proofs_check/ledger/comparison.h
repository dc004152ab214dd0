// How two figures compare over many samples.
#pragma once

#include <quantcheck/reference/layer.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check::ledger {

struct Interval {
  double low;
  double high;
};

/// Of pairs a, b of positive numbers: how often a was below, equal to and above b, and the ratio a / b.
class Comparison {
 public:
  void add(const reference::Rational& a, const reference::Rational& b);

  Index below() const { return below_; }
  Index equal() const { return equal_; }
  Index count() const { return below_ + equal_ + above_; }

  /// 99% interval of the probability that a is below, equal pairs apart (E. B. Wilson, J. Amer. Statist.
  /// Assoc. 22 (1927), 209-212).
  Interval share_below() const;

  /// 99% interval of the geometric mean of the ratio, by the normal approximation.
  Interval mean_ratio() const;

 private:
  Index below_ = 0;
  Index equal_ = 0;
  Index above_ = 0;
  double sum_ = 0;  // of log ratios, and of their squares
  double sum_of_squares_ = 0;
};

}  // namespace quantcheck::check::ledger
