// A number that is measured, and what it is known to be.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/ledger/comparison.h>

namespace quantcheck::check::ledger {

/// Who says what a figure is.
enum class KnownFrom {
  theory,       // a theorem, a definition or a book's table
  publication,  // the NestQuant authors' own paper or code
  project,      // this project, which computed it earlier by another program; the papers do not give it
};

/// What is known of a figure, to some digits. It may be a mean over random blocks itself.
struct Known {
  double value = 0;
  std::string shown;  // as it was given
  KnownFrom from = KnownFrom::project;
  double half_digit = 0;      // half a unit of the last digit that is given
  double standard_error = 0;  // of the sample that it was computed from, where its size is known
};

struct Figure {
  std::string id;  // group/name
  std::string words;
  double value = 0;
  double standard_error = 0;  // 0: computed, not sampled
  int digits = 4;             // after the point, to show
  std::optional<Known> known = {};
  Index degrees_of_freedom = 0;  // of the standard error, where groups tell it; 0: more than matters
};

/// The chance that a figure is outside its tolerance although nothing is wrong. With the figures that are
/// known one run in two thousand reports one.
inline constexpr double chance_outside = 1e-5;

/// t sqrt(SE^2 + SE_known^2) + half a digit, with t exceeded at chance_outside: 4.4, and more where few
/// groups tell the standard error. Infinite where nothing is known.
double tolerance(const Figure& figure);

/// |value - known| <= tolerance. What is finite and not known agrees.
bool agrees(const Figure& figure);

/// Of 95%: value -+ t SE, with t of Student's distribution, or 1.96.
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

}  // namespace quantcheck::check::ledger
