// Student's distribution, for the mean of few groups.
#pragma once

#include <cmath>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check::ledger {

/// The t that |T| exceeds with the probability `chance`, 0 < chance < 1. T has Student's distribution with
/// the given degrees of freedom or, if they are 0, the normal distribution, which is the limit of many. M.
/// Abramowitz, I. A. Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
double two_sided_quantile(double chance, Index degrees_of_freedom);

/// The mean of two or more groups that were drawn independently of each other, and its standard error as
/// estimated from the groups. The standard error has one degree of freedom less than there are groups.
class GroupMean {
 public:
  void add(double value) {
    ++count_;
    const double step = value - mean_;
    mean_ += step / static_cast<double>(count_);
    squares_ += step * (value - mean_);
  }

  double mean() const { return mean_; }
  Index degrees_of_freedom() const { return count_ - 1; }
  double standard_error() const {
    return std::sqrt(squares_ / static_cast<double>(count_ - 1) / static_cast<double>(count_));
  }

 private:
  Index count_ = 0;
  double mean_ = 0;
  double squares_ = 0;  // sum of the squared distances from the mean
};

}  // namespace quantcheck::check::ledger
