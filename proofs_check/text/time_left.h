// The time that a stage of long work still takes, from what it has done.
#pragma once

#include <optional>
#include <string>

#include <quantcheck/reference/layer.h>

namespace quantcheck::check {

/// Follows the reports of one stage after another. Time is in seconds, from any beginning.
class TimeLeft {
 public:
  /// Tells that at this time so much of a stage is done out of a total.
  void report(double time, const std::string& stage, Index done, Index total);

  /// The seconds that are left of the stage: what its reports so far took for each part that is done, times
  /// the parts that are not, less the time since the last report. Nothing until reports a second apart show
  /// how fast it is, and where that time is over.
  std::optional<double> at(double time) const;

 private:
  std::string stage_;
  double began_ = 0;
  Index done_at_first_ = 0;
  double reported_ = 0;
  Index done_ = 0;
  Index total_ = 0;
};

/// The seconds in words, as "40 s", "3 min" or "2 h".
std::string duration_words(double seconds);

}  // namespace quantcheck::check
