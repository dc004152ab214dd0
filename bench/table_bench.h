// The common program of the benchmarks whose results are a table.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <quantcheck/bench/command_line.h>
#include <quantcheck/bench/figures.h>
#include <quantcheck/bench/timing.h>
#include <quantcheck/proofs_check/text/json_line.h>

namespace quantcheck::bench {

/// The row of a task that was timed.
struct TableRow {
  std::string task;  // the name of the task
  int threads = 1;
  std::string text;
  check::Json json;
  std::optional<double> share = std::nullopt;  // of the task's limit
  std::vector<LimitPart> limit = {};           // what --against compares the time with
};

/// A benchmark whose results are a table.
struct TableBench {
  const char* name = "";     // of the program
  const char* purpose = "";  // for its --help
  const char* schema = "";   // of the file of its --json
  const char* about = "";    // a sentence on what all rows have in common
  std::string columns;       // the headings of the rows, without those of spread and share
  int rounds = 11;           // the default of --rounds
  std::vector<int> threads;  // of its rows; empty where --threads says
  std::function<void(CLI::App&)> add_options = {};  // further options, if it has some
  std::function<std::vector<Task>(const TimingOptions&)> plan;
  std::function<Timings()> parts = {};  // the times of parts of tasks, if those were measured, too
  std::function<std::vector<TableRow>(const Timings&)> results;
  std::function<std::vector<std::string>()> limits;  // the names of the tasks that are limits
};

/// Runs the benchmark and returns its exit status. It parses the arguments, times the tasks, prints the rows
/// for each number of threads with their spread, and with their share if one has a share, and warns of limits
/// that vary. With --against it
/// prints what changed. With --json it writes an object with
///     "schema",
///     "machine"   an object with "processor" and "threads",
///     "rounds",
///     "kernels"   an array of the rows' objects, each with its "spread" and "share",
///     "figures"   what --against compares with (figures.h),
///     "unsteady"  the tasks of limits that vary too much,
///     "seconds"   every single time, by task.
/// Throws Error for arguments that make no sense, for a file that cannot be written, and, before anything is
/// timed, for one that cannot be compared with.
int run_table_bench(const TableBench& bench, int argc, char** argv);

}  // namespace quantcheck::bench
