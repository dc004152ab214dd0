// verdict_bench: verdicts and exact codes beside dpotrf and dgemm of the best BLAS, in one run.
#include <deque>
#include <optional>

#include <CLI/CLI.hpp>

#include <quantcheck/bench/blas/openblas.h>
#include <quantcheck/bench/derive.h>
#include <quantcheck/bench/machine.h>
#include <quantcheck/bench/report/words.h>
#include <quantcheck/bench/table_bench.h>
#include <quantcheck/bench/verdict_tasks.h>

namespace quantcheck::bench {
namespace {

constexpr Index small = 256;  // up to where the program is timed as a whole
constexpr int rounds_of_failures = 3;
constexpr const char* row_format = "%-44s%10s%10s %-7s  %-14s";

// What is timed of one layer, beside its limits.
struct TimedLayer {
  explicit TimedLayer(const Layer& layer) : subjects(layer) {}

  VerdictSubjects subjects;
  std::vector<MachineLimit> limits;
};

struct Suite {
  std::vector<Index> sizes{256, 1024, 4096};
  int threads = this_machine().threads;
  std::vector<Layer> layers;
  std::optional<Workspace> workspace;
  std::deque<TimedLayer> timed;
  Stages stages;
};

bool is_kind(const MachineLimit& limit, const char* beginning) { return limit.name.starts_with(beginning); }

// dpotrf and dgemm of one layer, and of the last layer what else limits the machine.
std::vector<MachineLimit> limits_of(const Layer& layer, Suite& suite) {
  const bool last = &layer == &suite.layers.back();
  std::vector<MachineLimit> limits;
  for (MachineLimit& limit : machine_limits(layer, *suite.workspace, suite.threads))
    if (is_kind(limit, "dpotrf") || is_kind(limit, "dgemm") ||
        (last && (is_kind(limit, "FMA f64") || is_kind(limit, "copy"))))
      limits.push_back(std::move(limit));
  return limits;
}

std::vector<VerdictKind> kinds_of(const Layer& layer) {
  std::vector<VerdictKind> kinds{VerdictKind::conforms, VerdictKind::fails, VerdictKind::exact_codes};
  if (layer.in <= small) kinds.push_back(VerdictKind::program);
  return kinds;
}

std::vector<Task> plan(Suite& suite) {
  sort_once(suite.sizes);
  std::vector<Shape> shapes;
  for (const Index size : suite.sizes) shapes.push_back({size, size});
  suite.layers = make_layers(shapes);
  suite.workspace = make_workspace(suite.layers, suite.layers.back());
  std::vector<Task> tasks;
  for (const Layer& layer : suite.layers) {
    TimedLayer& timed = suite.timed.emplace_back(layer);
    timed.limits = limits_of(layer, suite);
    for (const MachineLimit& limit : timed.limits)
      tasks.insert(tasks.end(), limit.tasks.begin(), limit.tasks.end());
    for (const VerdictKind kind : kinds_of(layer)) {
      tasks.push_back(verdict_task(kind, timed.subjects, suite.stages));
      if (kind == VerdictKind::fails && layer.in > small) tasks.back().rounds = rounds_of_failures;
    }
  }
  return tasks;
}

// dpotrf and a dgemm of out * in^2 operations, half as many as that of the machine's limit takes.
std::vector<LimitPart> limit_of(const TimedLayer& layer, const Timings& timings) {
  std::vector<LimitPart> parts;
  for (const MachineLimit& limit : layer.limits)
    if (is_kind(limit, "dpotrf") || is_kind(limit, "dgemm"))
      if (const auto result = limit_result(limit, 0, timings))
        parts.push_back({result->task, is_kind(limit, "dgemm") ? 0.5 : 1.0});
  return parts.size() == 2 ? parts : std::vector<LimitPart>();
}

TableRow limit_row(const MachineLimit& limit, int threads, const LimitResult& result) {
  return {result.task,
          threads,
          format(row_format, limit.name.c_str(), milliseconds(result.seconds).c_str(),
                 format("%.1f", result.rate).c_str(), limit.unit, ""),
          {{"kernel", limit.name},
           {"threads", threads},
           {"seconds", result.seconds},
           {"rate", result.rate},
           {"unit", limit.unit}}};
}

// What the rows of a layer have in common.
struct RowMaker {
  int threads;
  std::vector<LimitPart> limit;
  const Timings& timings;

  // Adds the row of a task, if it was timed: its words, and its time as a multiple of the limit, or of
  // another task.
  void add(std::vector<TableRow>& rows, const std::string& task, const std::string& words, const char* goal,
           const std::string& other = "") const {
    const auto seconds = median_seconds(timings, task);
    if (!seconds) return;
    std::optional<double> whole = other.empty() ? limit_seconds() : median_seconds(timings, other);
    if (whole) whole = *seconds / *whole;
    const char* unit = other.empty() ? "limits" : "verdict";
    rows.push_back({task,
                    threads,
                    format(row_format, words.c_str(), milliseconds(*seconds).c_str(),
                           whole ? format("%.2f", *whole).c_str() : "-", unit, goal),
                    {{"kernel", task},
                     {"threads", threads},
                     {"seconds", *seconds},
                     {"times", check::or_null(whole)},
                     {"of", unit}}});
    rows.back().limit = limit;
  }

  std::optional<double> limit_seconds() const {
    if (limit.empty()) return std::nullopt;
    double sum = 0;
    for (const LimitPart& part : limit) sum += part.times * *median_seconds(timings, part.task);
    return sum;
  }
};

const char* goal_of(VerdictKind kind, Index in) {
  switch (kind) {
    case VerdictKind::conforms:
      return in < 4096 ? "" : "at most 3";
    case VerdictKind::fails:
      return in < 4096 ? "" : "at most 10";
    case VerdictKind::exact_codes:
      return "at most 2";
    case VerdictKind::program:
      break;
  }
  return "at most 300 ms";
}

void add_rows(std::vector<TableRow>& rows, const TimedLayer& layer, int threads, const Timings& timings) {
  const auto [out, in] = Shape{layer.subjects.layer.out, layer.subjects.layer.in};
  const RowMaker make{threads, limit_of(layer, timings), timings};
  const std::string verdict = verdict_name(VerdictKind::conforms, out, in);
  for (const VerdictKind kind :
       {VerdictKind::program, VerdictKind::conforms, VerdictKind::fails, VerdictKind::exact_codes}) {
    const std::string name = verdict_name(kind, out, in);
    make.add(rows, name, name, goal_of(kind, in), kind == VerdictKind::exact_codes ? verdict : "");
    for (const std::string& stage : stages_of(timings, kind, out, in))
      make.add(rows, stage, "  " + stage.substr(stage_name(kind, "", out, in).size()), "");
  }
}

std::vector<TableRow> rows_of(const Suite& suite, const Timings& timings) {
  std::vector<TableRow> rows;
  for (const TimedLayer& layer : suite.timed)
    for (const MachineLimit& limit : layer.limits)
      if (const auto result = limit_result(limit, suite.threads, timings))
        rows.push_back(limit_row(limit, suite.threads, *result));
  for (const TimedLayer& layer : suite.timed) add_rows(rows, layer, suite.threads, timings);
  return rows;
}

std::vector<std::string> limit_names(const Suite& suite) {
  std::vector<std::string> names;
  for (const TimedLayer& layer : suite.timed)
    for (const MachineLimit& limit : layer.limits)
      for (const Task& task : limit.tasks) names.push_back(task.name);
  return names;
}

int run(int argc, char** argv) {
  Suite suite;
  TableBench bench;
  bench.name = "verdict_bench";
  bench.purpose = "Times QuantCheck's verdicts and exact codes, and what limits them, in one run.";
  bench.schema = "quantcheck-verdict-bench/1";
  bench.about =
      "GPTQ in float32, 4 bits, groups of 128.\n"
      "A limit is one dpotrf and one dgemm of out * in^2 operations; verdicts begin at the file. Faulty codes "
      "were made in\n"
      "another order, which is found.";
  bench.columns = format(row_format, "", "ms", "", "", "goal");
  bench.rounds = 5;
  bench.threads = {suite.threads};
  bench.add_options = [&](CLI::App& app) {
    app.add_option("--sizes", suite.sizes, "Square layers: inputs = outputs")
        ->delimiter(',')
        ->check(CLI::Range(Index{128}, Index{16384}))
        ->capture_default_str();
  };
  bench.plan = [&](const TimingOptions&) { return plan(suite); };
  bench.parts = [&] { return suite.stages; };
  bench.results = [&](const Timings& timings) { return rows_of(suite, timings); };
  bench.limits = [&] { return limit_names(suite); };
  return run_table_bench(bench, argc, argv);
}

}  // namespace
}  // namespace quantcheck::bench

int main(int argc, char** argv) {
  using namespace quantcheck::bench;
  return run_program("verdict_bench", [=] {
    restart_with_best_blas(argv);
    keep_memory();
    return run(argc, argv);
  });
}
