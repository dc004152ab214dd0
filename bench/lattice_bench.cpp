// lattice_bench: nearest points of E8 and Voronoi codes beside the machine's copy bandwidth, in one run.
#include <algorithm>
#include <optional>

#include <quantcheck/bench/lattice_tasks.h>
#include <quantcheck/bench/table_bench.h>
#include <quantcheck/proofs_check/text/format.h>

namespace quantcheck::bench {
namespace {

using check::format;

// The tasks to time. From memory only the copy and the nearest points are timed. The scalar target is left
// out, as it would take minutes.
std::vector<LatticeTask> plan(const TimingOptions& options, LatticeWorkspace& workspace) {
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

// The copy on as many threads and at the same distance from the core. It is always among the tasks.
const LatticeTask& copy_of(const LatticeTask& task, const std::vector<LatticeTask>& tasks) {
  return *std::ranges::find_if(tasks, [&](const LatticeTask& copy) {
    return copy.kernel == LatticeKernel::copy && copy.threads == task.threads &&
           copy.from_memory == task.from_memory;
  });
}

TableRow row_of(const LatticeTask& task, double seconds, const Task& copy, const Timings& timings) {
  const double values_rate = task.values / seconds * 1e-9;
  const double bytes_rate = task.task.work / seconds * 1e-9;
  TableRow row{task.task.name,
               task.threads,
               format("%-15s%-8s%-8s%14.2f%10.1f", name_of(task.kernel), task.from_memory ? "memory" : "L2",
                      std::string(name_of(task.target)).c_str(), values_rate, bytes_rate),
               {{"kernel", name_of(task.kernel)},
                {"from", task.from_memory ? "memory" : "l2"},
                {"target", name_of(task.target)},
                {"threads", task.threads},
                {"seconds", seconds},
                {"values_per_second", values_rate * 1e9},
                {"bytes_per_second", bytes_rate * 1e9}}};
  if (const auto limit = median_seconds(timings, copy.name))
    row.share = bytes_rate / (copy.work / *limit * 1e-9);
  if (task.task.name != copy.name) row.limit = {{copy.name, task.task.work / copy.work}};
  return row;
}

std::vector<TableRow> rows_of(const std::vector<LatticeTask>& tasks, const Timings& timings) {
  std::vector<TableRow> rows;
  for (const LatticeTask& task : tasks)
    if (const auto seconds = median_seconds(timings, task.task.name))
      rows.push_back(row_of(task, *seconds, copy_of(task, tasks).task, timings));
  return rows;
}

int run(int argc, char** argv) {
  LatticeWorkspace workspace;
  std::vector<LatticeTask> planned;
  TableBench bench;
  bench.name = "lattice_bench";
  bench.purpose = "Times QuantCheck's lattice kernels and the machine's copy bandwidth, in one run.";
  bench.schema = "quantcheck-lattice-bench/1";
  bench.about = "q = 14, four betas, normal values, blocks of 8.";
  bench.columns = format("%-15s%-8s%-8s%14s%10s", "", "from", "target", "10^9 values/s", "GB/s");
  bench.rounds = 21;
  bench.plan = [&](const TimingOptions& options) {
    workspace = make_lattice_workspace(options.threads.back());
    planned = plan(options, workspace);
    std::vector<Task> tasks;
    for (const LatticeTask& task : planned) tasks.push_back(task.task);
    return tasks;
  };
  bench.results = [&](const Timings& timings) { return rows_of(planned, timings); };
  bench.limits = [&] {
    std::vector<std::string> names;
    for (const LatticeTask& task : planned)
      if (task.kernel == LatticeKernel::copy) names.push_back(task.task.name);
    return names;
  };
  return run_table_bench(bench, argc, argv);
}

}  // namespace
}  // namespace quantcheck::bench

int main(int argc, char** argv) {
  return quantcheck::bench::run_program("lattice_bench", [=] { return quantcheck::bench::run(argc, argv); });
}
