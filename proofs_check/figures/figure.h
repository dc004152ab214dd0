// A number that is measured, and what it is known to be.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/claims/comparison.h>

namespace quantcheck::check {

/// What a source gives, to some digits. It may be a mean over random blocks itself.
struct Known {
  double value = 0;
  std::string shown;          // as the source has it
  double half_digit = 0;      // half a unit of the last digit that is given
  double standard_error = 0;  // of the source's own sample
  double allowance = 0;       // for what the source chose by its sample, as the best betas
};

struct Figure {
  std::string id;  // group/name
  std::string words;
  double value = 0;
  double standard_error = 0;  // 0: computed, not sampled
  int digits = 4;             // after the point, to show
  std::optional<Known> known = {};
};

/// |value - known| <= 3 sqrt(SE^2 + SE_known^2) + half a digit + allowance. What is not known agrees.
double tolerance(const Figure& figure);
bool agrees(const Figure& figure);

/// value -+ 1.96 SE.
Interval interval_95(const Figure& figure);

/// A curve or points of the plot: distortion of a source of variance 1, for so many bits a value.
struct RatePoint {
  double rate;
  double distortion;
};
struct Series {
  enum class Shape { line, dashed, points };
  std::string words;
  Shape shape = Shape::line;
  std::vector<RatePoint> points;
};

}  // namespace quantcheck::check
