// Student's distribution, for what few groups say of a mean.
#pragma once

#include <cmath>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check::ledger {

/// The t of which |T| is above with the probability `chance`, 0 < chance < 1, T from Student's distribution
/// with so many degrees of freedom; with 0 of them from the normal distribution, which is the limit of many.
/// M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
double two_sided_quantile(double chance, Index degrees_of_freedom);

/// The mean of groups that were drawn independently of each other, two or more of them, and its standard
/// error as they tell it, with one degree of freedom less than there are groups.
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
  double squares_ = 0;  // of the distances from the mean
};

}  // namespace quantcheck::check::ledger
