#include <quantcheck/bench/command_line.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <sstream>

#include <CLI/CLI.hpp>

#include <quantcheck/bench/machine.h>
#include <quantcheck/proofs_check/io/formats/output_file.h>
#include <quantcheck/proofs_check/program/options/exit_status.h>
#include <quantcheck/proofs_check/program/options/output.h>
#include <quantcheck/proofs_check/program/options/signals.h>
#include <quantcheck/proofs_check/text/printable.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::bench {

void add_timing_options(CLI::App& app, TimingOptions& options, const std::string& schema) {
  options.threads = {1, this_machine().threads};
  sort_once(options.threads);
  app.add_option("--threads", options.threads, "Numbers of threads")
      ->delimiter(',')
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  app.add_option("--rounds", options.rounds, "How often each task is timed, all in turn")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  app.add_option("--json", options.json, "Write everything measured to this file (" + schema + ")");
  app.add_option("--against", options.against,
                 "Compare with the figures in this file, which an earlier run wrote by --json")
      ->type_name("FILE");
  app.allow_extras();
  app.footer("Google Benchmark's options work too: --benchmark_filter=REGEX, --benchmark_out=FILE, ...");
}

bool parse_command_line(CLI::App& app, int argc, char** argv, TimingOptions& options) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    std::ostringstream text;
    app.exit(asked, text);
    check::program::print_out(text.str());
    return false;
  } catch (const CLI::ParseError& error) {
    throw Error(std::string(error.what()) + "; run with --help for more information");
  }
  options.benchmark_flags = app.remaining();
  sort_once(options.threads);
  return true;
}

std::vector<std::string> flags_of(const TimingOptions& options) {
  std::vector<std::string> flags{"--benchmark_repetitions=" + std::to_string(options.rounds)};
  flags.insert(flags.end(), options.benchmark_flags.begin(), options.benchmark_flags.end());
  return flags;
}

void require_results_files(const std::vector<std::string>& files) {
  for (auto file = files.begin(); file != files.end(); ++file) {
    if (file->empty()) continue;
    const bool output = check::program::is_standard_output(*file);
    const auto is_same = [&](const std::string& other) {
      if (other.empty()) return false;
      return output ? check::program::is_standard_output(other) : check::same_file(other, *file);
    };
    if (std::any_of(files.begin(), file, is_same)) throw Error(*file + ": cannot hold two kinds of results");
    if (!output) check::require_writable(*file);
  }
}

void write_results_file(const std::string& file, const std::string& text) {
  if (!file.empty()) check::program::write_output(file, text);
}

void print_beside(const std::vector<std::string>& files, const std::string& text) {
  const auto is_output = [](const std::string& file) {
    return !file.empty() && check::program::is_standard_output(file);
  };
  if (std::none_of(files.begin(), files.end(), is_output)) check::program::print_out(text);
}

int run_program(const char* program, const std::function<int()>& run) try {
  check::program::keep_output_in_order();
  check::program::end_cleanly_by_signals();
  return check::program::status_with_output(run());
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s: %s\n", program, check::without_controls(error.what()).c_str());
  return check::program::exit_usage;
}

}  // namespace quantcheck::bench
