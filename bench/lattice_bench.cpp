// lattice_bench: nearest points of E8 and Voronoi codes beside the machine's copy bandwidth, in one run.
#include <algorithm>
#include <cstdio>
#include <exception>
#include <fstream>
#include <optional>
#include <sstream>
#include <thread>

#include <CLI/CLI.hpp>

#include <quantcheck/bench/lattice_tasks.h>
#include <quantcheck/bench/machine.h>
#include <quantcheck/proofs_check/io/printable.h>
#include <quantcheck/proofs_check/program/exit_status.h>
#include <quantcheck/proofs_check/program/terminal.h>
#include <quantcheck/proofs_check/report/format.h>
#include <quantcheck/proofs_check/report/json_line.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::bench {
namespace {

using check::format;
using check::program::print_out;

struct LatticeOptions {
  std::vector<int> threads;
  int rounds = 21;
  std::string json;  // a file to write; empty: none
  std::vector<std::string> benchmark_flags;
};

/// Nothing where help was asked for, and printed.
std::optional<LatticeOptions> parse_lattice_options(int argc, char** argv) {
  LatticeOptions options;
  const int every = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  options.threads = every > 1 ? std::vector<int>{1, every} : std::vector<int>{1};
  CLI::App app("Times QuantCheck's lattice kernels and the machine's copy bandwidth, in one run.",
               "lattice_bench");
  app.add_option("--threads", options.threads, "Numbers of threads")
      ->delimiter(',')
      ->check(CLI::Range(1, 1024))
      ->capture_default_str();
  app.add_option("--rounds", options.rounds, "How often each task is timed, all in turn")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  app.add_option("--json", options.json,
                 "Write everything measured to this file (quantcheck-lattice-bench/1)");
  app.allow_extras();
  app.footer("Google Benchmark's options work too: --benchmark_filter=REGEX, --benchmark_out=FILE, ...");
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    std::ostringstream text;
    app.exit(asked, text);
    print_out(text.str());
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    throw Error(std::string(error.what()) + "; run with --help for more information");
  }
  options.benchmark_flags = app.remaining();
  return options;
}

// The scalar target would take minutes.
std::vector<LatticeTask> plan(const LatticeOptions& options, LatticeWorkspace& workspace) {
  const optimized::Target fastest = optimized::default_target();
  std::vector<LatticeTask> tasks;
  for (const int threads : options.threads) {
    for (const bool from_memory : {false, true})
      tasks.push_back(lattice_task(LatticeKernel::copy, from_memory, threads, fastest, workspace));
    for (const LatticeKernel kernel : lattice_kernels)
      tasks.push_back(lattice_task(kernel, false, threads, fastest, workspace));
    tasks.push_back(lattice_task(LatticeKernel::nearest, true, threads, fastest, workspace));
    for (const optimized::Target other : optimized::available_targets())
      if (other != fastest && other != optimized::Target::scalar)
        for (const LatticeKernel kernel : lattice_kernels)
          tasks.push_back(lattice_task(kernel, false, threads, other, workspace));
  }
  return tasks;
}

/// What was measured of one task; rates in 10^9 a second.
struct LatticeResult {
  const LatticeTask& task;
  double seconds = 0;  // median
  double values_rate = 0;
  double bytes_rate = 0;
  std::optional<double> share;  // of the copy bandwidth, of as many threads and from as far
};

std::vector<LatticeResult> derive_results(const std::vector<LatticeTask>& tasks, const Timings& timings) {
  std::vector<LatticeResult> results;
  for (const LatticeTask& task : tasks) {
    const std::optional<double> seconds = median_seconds(timings, task.task.name);
    if (!seconds) continue;
    LatticeResult result{task, *seconds, task.values / *seconds * 1e-9, task.task.work / *seconds * 1e-9,
                         std::nullopt};
    for (const LatticeTask& copy : tasks) {
      if (copy.kernel != LatticeKernel::copy || copy.threads != task.threads ||
          copy.from_memory != task.from_memory)
        continue;
      const std::optional<double> limit = median_seconds(timings, copy.task.name);
      if (limit) result.share = result.bytes_rate / (copy.task.work / *limit * 1e-9);
    }
    results.push_back(result);
  }
  return results;
}

std::string text_of(const Machine& machine, const LatticeOptions& options,
                    const std::vector<LatticeResult>& results) {
  std::string text = machine.processor + format(", %d threads\n", machine.threads);
  text += format("Medians of %d rounds. q = 14, four betas, normal values, blocks of 8.\n", options.rounds);
  for (const int threads : options.threads) {
    text += format("\n%d thread%s\n", threads, threads == 1 ? "" : "s");
    text += format("  %-15s%-8s%-8s%14s%10s%8s\n", "", "from", "target", "10^9 values/s", "GB/s", "share");
    for (const LatticeResult& result : results) {
      if (result.task.threads != threads) continue;
      text += format("  %-15s%-8s%-8s%14.2f%10.1f%8s\n", name_of(result.task.kernel),
                     result.task.from_memory ? "memory" : "L2",
                     std::string(name_of(result.task.target)).c_str(), result.values_rate, result.bytes_rate,
                     result.share ? format("%.2f", *result.share).c_str() : "-");
    }
  }
  return text;
}

std::string json_of(const Machine& machine, const LatticeOptions& options,
                    const std::vector<LatticeResult>& results, const Timings& timings) {
  check::Json kernels = check::Json::array();
  for (const LatticeResult& result : results)
    kernels.push_back({{"kernel", name_of(result.task.kernel)},
                       {"from", result.task.from_memory ? "memory" : "l2"},
                       {"target", name_of(result.task.target)},
                       {"threads", result.task.threads},
                       {"seconds", result.seconds},
                       {"values_per_second", result.values_rate * 1e9},
                       {"bytes_per_second", result.bytes_rate * 1e9},
                       {"share", check::or_null(result.share)}});
  const check::Json json{{"schema", "quantcheck-lattice-bench/1"},
                         {"machine", {{"processor", machine.processor}, {"threads", machine.threads}}},
                         {"rounds", options.rounds},
                         {"kernels", kernels},
                         {"seconds", timings}};
  return check::one_line(json) + "\n";
}

void write_file(const std::string& file, const std::string& text) {
  if (file.empty()) return;
  std::ofstream stream(file);
  stream << text << std::flush;
  if (!stream) throw Error(file + ": cannot be written");
}

void run(int argc, char** argv) {
  const std::optional<LatticeOptions> options = parse_lattice_options(argc, argv);
  if (!options) return;
  write_file(options->json, "");  // fail early
  LatticeWorkspace workspace =
      make_lattice_workspace(*std::max_element(options->threads.begin(), options->threads.end()));
  const std::vector<LatticeTask> planned = plan(*options, workspace);
  std::vector<Task> tasks;
  for (const LatticeTask& task : planned) tasks.push_back(task.task);
  std::vector<std::string> flags{"--benchmark_repetitions=" + std::to_string(options->rounds)};
  flags.insert(flags.end(), options->benchmark_flags.begin(), options->benchmark_flags.end());
  check::program::ProgressLine progress("lattice_bench");
  const Timings timings = time_in_turn(tasks, flags, progress.callback());
  const std::vector<LatticeResult> results = derive_results(planned, timings);
  const Machine machine = this_machine();
  progress.clear();
  print_out(text_of(machine, *options, results));
  write_file(options->json, json_of(machine, *options, results, timings));
}

}  // namespace
}  // namespace quantcheck::bench

int main(int argc, char** argv) try {
  quantcheck::bench::run(argc, argv);
  return quantcheck::check::program::exit_good;
} catch (const std::exception& error) {
  std::fprintf(stderr, "lattice_bench: %s\n", quantcheck::check::without_controls(error.what()).c_str());
  return quantcheck::check::program::exit_usage;
}
