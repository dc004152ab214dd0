// The parts of the output that only a terminal shows: colours, and a line of progress.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include <quantcheck/proofs_check/judge/verdict.h>
#include <quantcheck/proofs_check/text/progress.h>
#include <quantcheck/proofs_check/text/time_left.h>

namespace quantcheck::check::program {

/// A report in words with the verdict, which begins its second line, in colour: green for CONFORMS, red for
/// FAILS, yellow for the others. The report stays as it is where standard output is no terminal, TERM is
/// unset or "dumb", or NO_COLOR is set and not empty (no-color.org).
std::string in_colour(std::string report, RunVerdict verdict);

/// A line on standard error that shows the progress of long work: the stage, how much of it is done, how long
/// the program has run, and how long the stage still takes, where that is known (time_left.h). There is none
/// where that is no terminal, TERM is unset or "dumb", or the program has run for less than two seconds.
class ProgressLine {
 public:
  explicit ProgressLine(const std::string& name);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// What is called to say how far the work is. Refers to this object.
  Progress callback();
  /// Takes the line away until the next call of the callback.
  void clear();

 private:
  void repaint_until_the_end();
  void paint(const std::string& line);

  std::string name_;
  std::mutex mutex_;  // guards all that follows
  std::string stage_;
  TimeLeft left_;
  std::string painted_;
  bool end_ = false;
  std::condition_variable ended_;
  // A thread of its own shows a stage that tells nothing for minutes, too.
  std::thread painter_;
};

/// Takes the line of progress away at the end of the program. A handler of a signal may call it.
void erase_progress_line() noexcept;

}  // namespace quantcheck::check::program
