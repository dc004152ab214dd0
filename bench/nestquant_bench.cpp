// nestquant_bench: rotations, products from nested codes and LDLQ beside the machine's limits, in one run.
#include <algorithm>
#include <optional>

#include <quantcheck/bench/blas/openblas.h>
#include <quantcheck/bench/machine.h>
#include <quantcheck/bench/nestquant_tasks.h>
#include <quantcheck/bench/table_bench.h>
#include <quantcheck/optimized/target.h>
#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::bench {
namespace {

using check::format;

// The rate of a task in 10^9 operations or bytes a second.
double rate_of(const Task& task, double seconds) { return task.work / seconds * 1e-9; }

// The limit of a task, which is always among the limits.
const Task& limit_of(const NestquantTask& task, const std::vector<Task>& limits) {
  return *std::ranges::find(limits, task.limit, &Task::name);
}

std::optional<double> limit_rate(const Task& limit, const Timings& timings) {
  if (const auto seconds = median_seconds(timings, limit.name)) return rate_of(limit, *seconds);
  return std::nullopt;
}

TableRow row_of(const NestquantTask& task, double seconds, const Task& limit_task,
                const std::optional<double>& limit) {
  const double rate = rate_of(task.task, seconds);
  TableRow row{task.task.name,
               task.threads,
               format("%-24s%10.3f%10.1f  %-8s%10s", task.name.c_str(), seconds * 1e3, rate, task.unit,
                      limit ? format("%.1f", *limit).c_str() : "-"),
               {{"kernel", task.name},
                {"target", name_of(optimized::default_target())},
                {"threads", task.threads},
                {"seconds", seconds},
                {"rate", rate},
                {"unit", task.unit},
                {"limit_rate", check::or_null(limit)}}};
  if (limit) row.share = rate / *limit;
  row.limit = {{limit_task.name, task.task.work / limit_task.work}};
  return row;
}

std::vector<TableRow> rows_of(const NestquantTasks& tasks, const Timings& timings) {
  std::vector<TableRow> rows;
  for (const NestquantTask& task : tasks.ours) {
    const Task& limit = limit_of(task, tasks.limits);
    if (const auto seconds = median_seconds(timings, task.task.name))
      rows.push_back(row_of(task, *seconds, limit, limit_rate(limit, timings)));
  }
  return rows;
}

int run(int argc, char** argv) {
  std::optional<NestquantWorkspace> workspace;
  NestquantTasks planned;
  TableBench bench;
  bench.name = "nestquant_bench";
  bench.purpose = "Times QuantCheck's rotations, products from nested codes and LDLQ, and what limits them.";
  bench.schema = "quantcheck-nestquant-bench/1";
  bench.about = "Weights 4096 x 4096; q = 14, four betas. Limits: a copy, sgemm of the same shape.";
  bench.columns = format("%-24s%10s%10s  %-8s%10s", "", "ms", "rate", "", "limit");
  bench.plan = [&](const TimingOptions& options) {
    workspace.emplace();
    for (const int threads : options.threads) add_nestquant_tasks(planned, *workspace, threads);
    std::vector<Task> tasks = planned.limits;
    for (const NestquantTask& task : planned.ours) tasks.push_back(task.task);
    return tasks;
  };
  bench.results = [&](const Timings& timings) { return rows_of(planned, timings); };
  bench.limits = [&] {
    std::vector<std::string> names;
    for (const Task& limit : planned.limits) names.push_back(limit.name);
    return names;
  };
  return run_table_bench(bench, argc, argv);
}

}  // namespace
}  // namespace quantcheck::bench

int main(int argc, char** argv) {
  using namespace quantcheck::bench;
  return run_program("nestquant_bench", [=] {
    restart_with_best_blas(argv);
    keep_memory();
    return run(argc, argv);
  });
}
