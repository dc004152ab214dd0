// A mean over weighted draws, and its standard error.
#pragma once

#include <cmath>

namespace quantcheck::check::ledger {

/// The mean sum w f / sum w, and its standard error to first order (W. G. Cochran, Sampling Techniques, 1977,
/// section 6.3: the ratio estimator).
class WeightedMean {
 public:
  void add(double value, double weight = 1) {
    const double squared = weight * weight;
    weights_ += weight;
    values_ += weight * value;
    squares_ += weight * value * value;
    squared_weights_ += squared;
    squared_values_ += squared * value;
    squared_squares_ += squared * value * value;
  }

  double mean() const { return values_ / weights_; }
  double standard_error() const {
    const double m = mean();
    return std::sqrt(std::fmax(0.0, squared_squares_ - 2 * m * squared_values_ + m * m * squared_weights_)) /
           weights_;
  }

  /// The standard error of the mean over `draws` unweighted draws.
  double standard_error_of(double draws) const {
    return std::sqrt(std::fmax(0.0, squares_ / weights_ - mean() * mean()) / draws);
  }

 private:
  double weights_ = 0;
  double values_ = 0;
  double squares_ = 0;
  double squared_weights_ = 0;
  double squared_values_ = 0;
  double squared_squares_ = 0;
};

}  // namespace quantcheck::check::ledger
