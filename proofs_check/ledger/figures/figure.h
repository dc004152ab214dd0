// A figure: a number that is measured, and the value that it is known to have.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/ledger/comparison.h>

namespace quantcheck::check::ledger {

/// The source of a known value.
enum class KnownFrom {
  theory,       // a theorem, a definition or a book's table
  publication,  // the NestQuant authors' own paper or code
  project,      // this project, which computed it earlier by another program; the papers do not give it
};

/// A known value, given to some digits. It may itself be a mean over random lattice blocks.
struct Known {
  double value = 0;
  std::string shown;  // the value as its source gives it
  KnownFrom from = KnownFrom::project;
  double half_digit = 0;      // half a unit of the last digit that is given
  double standard_error = 0;  // of the sample that the value was computed from, where its size is known
};

struct Figure {
  std::string id;  // group/name
  std::string words;
  double value = 0;
  double standard_error = 0;  // 0 if the value is computed, not sampled
  int digits = 4;             // digits after the point that are shown
  std::optional<Known> known = {};
  Index degrees_of_freedom = 0;  // of the standard error, where groups tell it; 0: so many that it is normal
};

/// The chance that a figure is outside its tolerance although nothing is wrong. With the figures that are
/// known, one run in two thousand reports one.
inline constexpr double chance_outside = 1e-5;

/// The tolerance t sqrt(SE^2 + SE_known^2) + half a digit, where t is exceeded with probability
/// chance_outside: 4.4, and more where few groups tell the standard error. Infinite where nothing is known.
double tolerance(const Figure& figure);

/// Whether |value - known| <= tolerance. A finite figure for which nothing is known agrees.
bool agrees(const Figure& figure);

/// The 95% interval, value -+ t SE, with t of Student's distribution, or 1.96 for a normal one.
Interval interval_95(const Figure& figure);

/// A point of the plot: the distortion of a source of variance 1 at a rate in bits a value.
struct RatePoint {
  double rate;
  double distortion;
};
/// A curve of the plot, or separate points.
struct Series {
  enum class Shape { line, dashed, points };
  std::string words;
  Shape shape = Shape::line;
  std::vector<RatePoint> points;
};

}  // namespace quantcheck::check::ledger
