// The parts that the command lines of the benchmarks have in common.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace quantcheck::bench {

/// The options that all benchmarks have.
struct TimingOptions {
  std::vector<int> threads;  // ascending
  int rounds = 11;
  std::string json;                          // the file to write, empty if none
  std::string against;                       // the file to compare with, empty if none
  std::vector<std::string> benchmark_flags;  // Google Benchmark's own
};

/// Adds the options --threads (by default one, and as many as the processor runs at once), --rounds, --json,
/// whose help names the schema, and --against. All other arguments go to Google Benchmark.
void add_timing_options(CLI::App& app, TimingOptions& options, const std::string& schema);

/// Parses the arguments. Returns false where help was asked for, which it prints. Throws Error for arguments
/// that make no sense.
bool parse_command_line(CLI::App& app, int argc, char** argv, TimingOptions& options);

/// The flags to start Google Benchmark with: the number of rounds, and its own options.
std::vector<std::string> flags_of(const TimingOptions& options);

/// Sorts the values in ascending order, and keeps each only once.
template <class T>
void sort_once(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// Throws Error where one of the files that results are to be written to cannot be written, or two are the
/// same. It is called before anything is timed. In all three functions an empty name stands for a file that
/// was not asked for, and - for standard output.
void require_results_files(const std::vector<std::string>& files);

/// Writes a file of results.
void write_results_file(const std::string& file, const std::string& text);

/// Prints a text on standard output, unless that is one of the files, as it then holds nothing else.
void print_beside(const std::vector<std::string>& files, const std::string& text);

/// Runs a program for its main, and returns its exit status. That is the status that `run` returns, or the
/// one for a standard output that was lost. An exception is reported on standard error after the program's
/// name, and gives the status of bad usage.
int run_program(const char* program, const std::function<int()>& run);

}  // namespace quantcheck::bench
