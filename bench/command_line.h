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

struct TimingOptions {
  std::vector<int> threads;  // ascending
  int rounds = 11;
  std::string json;                          // a file to write; empty: none
  std::vector<std::string> benchmark_flags;  // Google Benchmark's own
};

/// --threads, by default one and as many as the processor runs at once; --rounds; --json, whose schema is
/// named. What else there is goes to Google Benchmark.
void add_timing_options(CLI::App& app, TimingOptions& options, const std::string& schema);

/// False where help was asked for, and printed. Throws Error for arguments that make no sense.
bool parse_command_line(CLI::App& app, int argc, char** argv, TimingOptions& options);

/// What Google Benchmark is started with: so many rounds, and its own options.
std::vector<std::string> flags_of(const TimingOptions& options);

/// Ascending, each once.
template <class T>
void sort_once(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// Of files that results are to be written to, - being standard output, which then holds nothing else; those
/// that are empty were not asked for. The first throws Error, before anything is timed, where one could not
/// be written, or two are the same.
void require_results_files(const std::vector<std::string>& files);
void write_results_file(const std::string& file, const std::string& text);
void print_beside(const std::vector<std::string>& files, const std::string& text);

/// For main: the status that `run` returns, or that standard output was lost. An exception is told on
/// standard error, by the program's name, and is the status of bad usage.
int run_program(const char* program, const std::function<int()>& run);

}  // namespace quantcheck::bench
