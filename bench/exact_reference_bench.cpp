// exact_reference_bench: the exact reference, and the judge that uses nothing else, beside a loop of
// multiply-adds, which tells how fast the processor ran. The goals are 3 seconds for 128 rows of 128 inputs,
// and a minute for 256 inputs.
#include <benchmark/benchmark.h>

#include <memory>

#include <quantcheck/bench/limits/peak.h>
#include <quantcheck/bench/table_bench.h>
#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/program/demo_layer.h>
#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>

namespace quantcheck::bench {
namespace {

using check::format;

constexpr const char* loop_name = "FMA f64";

check::Case float_layer(Index out, Index in) {
  check::Case c = check::program::demo_layer(out, in);
  check::program::quantize_demo(c, true);
  return c;
}

check::ExactLayer exact_float_layer(Index out, Index in) {
  const check::Case c = float_layer(out, in);
  return check::exact_layer(c, check::as_declared(c));
}

Task loop_task() {
  constexpr Index rounds = 20'000'000;
  const PeakLoop loop = peak_loop_f64();
  return {loop_name, static_cast<double>(rounds) * loop.flops_of_a_round, [loop] { loop.run(rounds); }};
}

Task factor_task(Index in) {
  const auto layer = std::make_shared<check::ExactLayer>(exact_float_layer(1, in));
  return {format("udu_fraction_free, %td inputs", in), 0,
          [layer] { benchmark::DoNotOptimize(reference::udu_fraction_free(layer->hessian)); }};
}

Task nearest_plane_task(Index out, Index in) {
  const auto layer = std::make_shared<check::ExactLayer>(exact_float_layer(out, in));
  const auto factor =
      std::make_shared<reference::Udu<reference::Rational>>(reference::udu_fraction_free(layer->hessian));
  return {format("nearest_plane, %td x %td", out, in), 0, [layer, factor] {
            benchmark::DoNotOptimize(
                reference::nearest_plane(layer->weight, *factor, layer->grid, layer->order,
                                         reference::decide_nearest(layer->grid, Rounding::half_even)));
          }};
}

Task judge_task(Index out, Index in) {
  const auto layer = std::make_shared<check::Case>(float_layer(out, in));
  return {format("judge, %td x %td", out, in), 0, [layer] {
            check::JudgeOptions options;
            options.exact = true;
            const check::Judgement judgement = check::judge(*layer, check::as_declared(*layer), {}, options);
            if (judgement.verdict != check::RunVerdict::conforms) throw Error("sound codes did not conform");
          }};
}

std::vector<Task> tasks() {
  std::vector<Task> tasks{loop_task()};
  for (const Index in : {32, 64, 128, 256}) tasks.push_back(factor_task(in));
  tasks.push_back(nearest_plane_task(128, 128));
  for (const Index in : {128, 256}) tasks.push_back(judge_task(128, in));
  return tasks;
}

TableRow row_of(const Task& task, double seconds) {
  TableRow row{task.name,
               1,
               format("%-32s%12.4f", task.name.c_str(), seconds),
               {{"kernel", task.name}, {"threads", 1}, {"seconds", seconds}}};
  if (task.name != loop_name) row.limit = {{loop_name, 1}};
  return row;
}

int run(int argc, char** argv) {
  std::vector<Task> planned;
  TableBench bench;
  bench.name = "exact_reference_bench";
  bench.purpose = "Times QuantCheck's exact reference, and the judge in rationals alone.";
  bench.schema = "quantcheck-exact-bench/1";
  bench.about = "The factor of a Hessian, codes and verdicts in exact arithmetic, 4 bits, groups of 32.";
  bench.columns = format("%-32s%12s", "", "s");
  bench.rounds = 3;
  bench.threads = {1};
  bench.plan = [&](const TimingOptions&) { return planned = tasks(); };
  bench.results = [&](const Timings& timings) {
    std::vector<TableRow> rows;
    for (const Task& task : planned)
      if (const auto seconds = median_seconds(timings, task.name)) rows.push_back(row_of(task, *seconds));
    return rows;
  };
  bench.limits = [] { return std::vector<std::string>{loop_name}; };
  return run_table_bench(bench, argc, argv);
}

}  // namespace
}  // namespace quantcheck::bench

int main(int argc, char** argv) {
  return quantcheck::bench::run_program("exact_reference_bench",
                                        [=] { return quantcheck::bench::run(argc, argv); });
}
