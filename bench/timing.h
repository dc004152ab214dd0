// Timing in turn: every task is run once in each round, in random order, so that a disturbance of the machine
// that lasts for a while affects all tasks alike.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::bench {

/// A task to time. `prepare` is run before each run and is not timed; it may be empty.
struct Task {
  std::string name;
  double work = 0;  // floating-point operations or bytes of one run
  std::function<void()> run;
  std::function<void()> prepare = {};
  int rounds = 0;      // 0 stands for as many as the flags say
  double seconds = 0;  // of one run, 0 where that is not known
  /// Is called instead of `run` where the callee measures the time. Returns its seconds, or nullopt where it
  /// failed.
  std::function<std::optional<double>()> timed_run = {};
};

/// The seconds of a run by the name of the task, with one value for each round.
using Timings = std::map<std::string, std::vector<double>>;

/// Has Google Benchmark time the tasks, in random order. `flags` are its own flags (--benchmark_...). Throws
/// Error for a flag that it does not know.
Timings time_in_turn(const std::vector<Task>& tasks, const std::vector<std::string>& flags,
                     const check::Progress& progress);

/// The median of a task's times; nullopt where it was not timed.
std::optional<double> median_seconds(const Timings& timings, const std::string& name);

/// The spread of a task's times: their distance from quartile to quartile, divided by their median. It is
/// nullopt where the task was timed less than three times.
std::optional<double> spread(const Timings& timings, const std::string& name);

/// A spread as "3%", or "-" where there is none.
std::string spread_words(const std::optional<double>& spread);

/// Of the tasks with these names, which are limits, those whose times spread by more than a tenth of their
/// median.
std::vector<std::string> unsteady_limits(const Timings& timings, const std::vector<std::string>& names);

/// A warning of limits that are unsteady, each with its spread. It is empty where there are none.
std::string unsteady_words(const Timings& timings, const std::vector<std::string>& unsteady);

}  // namespace quantcheck::bench
