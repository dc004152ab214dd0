// The parts of the output that only a terminal shows: colours, and a line of progress.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::check::program {

/// A report in words with the verdict, which begins its second line, in colour: green CONFORMS, red FAILS,
/// yellow the others. As it is where standard output is no terminal, TERM is unset or "dumb", or NO_COLOR is
/// set and not empty (no-color.org).
std::string in_colour(std::string report, RunVerdict verdict);

/// One line on standard error that long work rewrites; nothing where that is no terminal, TERM is unset or
/// "dumb", or the program has run for less than two seconds.
class ProgressLine {
 public:
  explicit ProgressLine(const std::string& name);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Refers to this object.
  Progress callback();
  /// Takes the line away until the next call of the callback.
  void clear();

 private:
  void repaint_until_the_end();
  void paint(const std::string& line);

  std::string name_;
  std::mutex mutex_;  // of all that follows
  std::string stage_;
  std::string painted_;
  bool end_ = false;
  std::condition_variable ended_;
  std::thread painter_;  // a stage that tells nothing for minutes is shown all the same
};

}  // namespace quantcheck::check::program
