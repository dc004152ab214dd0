// Benchmarks whose results are a table: everything between their tasks and their results.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <quantcheck/bench/command_line.h>
#include <quantcheck/bench/timing.h>
#include <quantcheck/proofs_check/text/json_line.h>

namespace quantcheck::bench {

/// What was measured of one task.
struct TableRow {
  std::string task;  // its name
  int threads = 1;
  std::string text;
  check::Json json;
  std::optional<double> share = std::nullopt;  // of its limit
};

struct TableBench {
  const char* name = "";     // of the program
  const char* purpose = "";  // for its --help
  const char* schema = "";   // of its --json
  const char* about = "";    // a sentence on what all rows have in common
  std::string columns;       // the line above the rows, but for their spread and share
  int rounds = 11;           // unless --rounds says otherwise
  std::function<std::vector<Task>(const TimingOptions&)> plan;
  std::function<std::vector<TableRow>(const Timings&)> results;
  std::function<std::vector<std::string>()> limits;  // the names of the tasks that are limits
};

/// For main: parses the arguments, times, prints the rows of each number of threads with their spread and
/// share, warnings of limits that vary, and writes --json: an object with "schema", "machine" {"processor",
/// "threads"}, "rounds", "kernels", an array of the rows' objects with their "spread" and "share",
/// "unsteady", the limits that vary too much, and "seconds", every single time by task. The exit status.
int run_table_bench(const TableBench& bench, int argc, char** argv);

}  // namespace quantcheck::bench
