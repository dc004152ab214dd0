#include <quantcheck/bench/timing.h>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>

#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::bench {
namespace {

using std::chrono::steady_clock;

// The time to wait before a task, as OpenBLAS's idle threads take a core for half a millisecond after the
// task before it (restart_with_best_blas).
constexpr auto until_others_sleep = std::chrono::milliseconds(2);

// The seconds of a run that is long enough not to be affected by caches and clocks that are cold when it
// begins. Before a shorter one the task is run once untimed.
constexpr double long_run = 0.05;

constexpr double most_spread_of_limits = 0.1;

double seconds_of(const std::function<void()>& run) {
  const auto start = steady_clock::now();
  run();
  return std::chrono::duration<double>(steady_clock::now() - start).count();
}

std::optional<double> prepared_run(const Task& task) {
  if (task.prepare) task.prepare();
  return task.timed_run ? task.timed_run() : seconds_of(task.run);
}

void time_task(benchmark::State& state, Task& task) {
  std::this_thread::sleep_for(until_others_sleep);
  if (task.seconds < long_run) task.seconds = prepared_run(task).value_or(0);
  for (auto _ : state) {
    const std::optional<double> seconds = prepared_run(task);
    if (!seconds) {
      state.SkipWithError("no answer");
      break;
    }
    state.SetIterationTime(*seconds);
  }
  state.counters["per_second"] = benchmark::Counter(task.work, benchmark::Counter::kIsIterationInvariantRate);
}

// A reporter that shows nothing and keeps the times.
class Collector : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs)
      if (run.run_type == Run::RT_Iteration && !run.error_occurred)
        timings[run.run_name.function_name].push_back(run.real_accumulated_time /
                                                      static_cast<double>(run.iterations));
  }

  Timings timings;
};

void initialize(const std::vector<std::string>& flags) {
  std::vector<std::string> arguments{"quantizer_bench", "--benchmark_enable_random_interleaving=true",
                                     "--benchmark_min_time=0.05"};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) argv.push_back(argument.data());
  int argc = static_cast<int>(argv.size());
  argv.push_back(nullptr);
  benchmark::Initialize(&argc, argv.data());
  if (argc > 1) throw Error(std::string("unknown option ") + argv[1]);
}

std::vector<double> sorted_seconds(const Timings& timings, const std::string& name) {
  const auto found = timings.find(name);
  if (found == timings.end()) return {};
  std::vector<double> seconds = found->second;
  std::sort(seconds.begin(), seconds.end());
  return seconds;
}

}  // namespace

Timings time_in_turn(const std::vector<Task>& tasks, const std::vector<std::string>& flags,
                     const check::Progress& progress) {
  initialize(flags);
  for (const Task& task : tasks) {
    const auto shared = std::make_shared<Task>(task);
    auto* registered =
        benchmark::RegisterBenchmark(task.name.c_str(), [shared, &progress](benchmark::State& state) {
          if (progress) progress(shared->name.c_str(), 1, 0);
          time_task(state, *shared);
        });
    registered->UseManualTime()->Unit(benchmark::kMillisecond);
    if (task.rounds > 0) registered->Repetitions(task.rounds);
  }
  Collector collector;
  benchmark::RunSpecifiedBenchmarks(&collector);
  benchmark::Shutdown();
  return collector.timings;
}

std::optional<double> median_seconds(const Timings& timings, const std::string& name) {
  const std::vector<double> seconds = sorted_seconds(timings, name);
  if (seconds.empty()) return std::nullopt;
  const std::size_t middle = seconds.size() / 2;
  return seconds.size() % 2 == 1 ? seconds[middle] : (seconds[middle - 1] + seconds[middle]) / 2;
}

std::optional<double> spread(const Timings& timings, const std::string& name) {
  const std::vector<double> seconds = sorted_seconds(timings, name);
  if (seconds.size() < 3) return std::nullopt;
  const std::size_t quarter = seconds.size() / 4;
  return (seconds[seconds.size() - 1 - quarter] - seconds[quarter]) / *median_seconds(timings, name);
}

std::string spread_words(const std::optional<double>& spread) {
  return spread ? check::format("%.0f%%", *spread * 100) : "-";
}

std::vector<std::string> unsteady_limits(const Timings& timings, const std::vector<std::string>& names) {
  std::vector<std::string> unsteady;
  for (const std::string& name : names)
    if (spread(timings, name).value_or(0) > most_spread_of_limits) unsteady.push_back(name);
  return unsteady;
}

std::string unsteady_words(const Timings& timings, const std::vector<std::string>& unsteady) {
  std::string words;
  for (const std::string& name : unsteady)
    words += (words.empty() ? "" : ", ") + name + " by " + spread_words(spread(timings, name));
  if (words.empty()) return words;
  return "Careful: limits vary by more than a tenth of their median in this run, "
         "and shares of them are no better known: " +
         words + ". Other work took the machine.";
}

}  // namespace quantcheck::bench
