// Timing in turn: every task once a round, in random order, so that what disturbs the machine for a while
// disturbs all of them alike.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::bench {

/// Something to time. `prepare`, which may be empty, is not timed.
struct Task {
  std::string name;
  double work = 0;  // floating-point operations or bytes of one run
  std::function<void()> run;
  std::function<void()> prepare = {};
  int rounds = 0;      // 0: as many as the flags say
  double seconds = 0;  // of one run, as far as known
  /// In place of `run`, where something else holds the clock: the seconds it took, nothing where it failed.
  std::function<std::optional<double>()> timed_run = {};
};

/// Seconds of a run by name of the task, one value for each round.
using Timings = std::map<std::string, std::vector<double>>;

/// Has Google Benchmark time the tasks, in random order; `flags` are its own (--benchmark_...). Throws Error
/// for a flag it does not know.
Timings time_in_turn(const std::vector<Task>& tasks, const std::vector<std::string>& flags,
                     const check::Progress& progress);

/// Nothing where the task was not timed.
std::optional<double> median_seconds(const Timings& timings, const std::string& name);

/// By how much of the median the middle half of a task's times differ, from quartile to quartile. Nothing
/// where it was timed less than three times.
std::optional<double> spread(const Timings& timings, const std::string& name);

/// "3%", or "-" where there is none.
std::string spread_words(const std::optional<double>& spread);

/// Those of these tasks, which are limits, whose times spread by more than a tenth of their median.
std::vector<std::string> unsteady_limits(const Timings& timings, const std::vector<std::string>& names);

/// A warning of limits that are unsteady, each with its spread; empty where there are none.
std::string unsteady_words(const Timings& timings, const std::vector<std::string>& unsteady);

}  // namespace quantcheck::bench
