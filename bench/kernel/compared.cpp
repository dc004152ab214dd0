#include <quantcheck/bench/kernel/compared.h>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>

#include <quantcheck/bench/kernels.h>

namespace quantcheck::bench {
namespace {

// A slow kernel is not given more time than this, whatever the rounds.
constexpr double seconds_for_all_rounds = 30;

std::string name_of_task(const std::string& whose, const Comparison& comparison) {
  return with_threads("same_grid/" + whose + "/" + std::to_string(comparison.layer.out) + "x" +
                          std::to_string(comparison.layer.in),
                      comparison.threads);
}

double work(const Layer& layer) { return flops(Kernel::whole_job, layer.out, layer.in); }

}  // namespace

Index different_codes(const std::int32_t* codes, const optimized::Quantized& ours) {
  Index different = 0;
  for (Index i = 0; i < ours.codes.size(); ++i) different += codes[i] != ours.codes[i];
  return different;
}

Comparison compare_kernel(const KernelLibrary& library, const Layer& layer, int threads) {
  const optimized::Factor& factor = layer.hessian->factor;
  optimized::Quantized ours = optimized::quantize(layer.weight_view(), factor, optimized::GridOptions{});
  KernelInput input =
      kernel_input(layer.weight_view(), layer.hessian_view(), factor.status.damping, ours.grid, ours.order);
  KernelOutput output(input);
  const auto start = std::chrono::steady_clock::now();
  run_kernel(library, input, threads, output.codes());
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  output.check(library, input);
  return {library, layer, threads, std::move(ours), std::move(input), std::move(output), seconds};
}

std::vector<Task> comparison_tasks(Comparison& comparison, int rounds) {
  const int affordable = static_cast<int>(std::clamp(seconds_for_all_rounds / comparison.seconds, 1.0, 1e6));
  Task theirs{name_of_task(comparison.library.name, comparison), work(comparison.layer), [&comparison] {
                run_kernel(comparison.library, comparison.input, comparison.threads,
                           comparison.output.codes());
              }};
  theirs.rounds = std::min(rounds, affordable);
  theirs.seconds = comparison.seconds;
  const optimized::Execution execution{std::nullopt, comparison.threads};
  Task ours{
      name_of_task("ours", comparison), work(comparison.layer), [&comparison, execution] {
        const optimized::Factor factor = optimized::factorize(comparison.layer.hessian_view(), {}, execution);
        benchmark::DoNotOptimize(optimized::quantize(comparison.layer.weight_view(), factor,
                                                     comparison.ours.grid, Rounding::half_even, execution));
      }};
  return {std::move(theirs), std::move(ours)};
}

std::optional<ComparisonResult> comparison_result(Comparison& comparison, const Timings& timings) {
  const auto theirs = median_seconds(timings, name_of_task(comparison.library.name, comparison));
  const auto ours = median_seconds(timings, name_of_task("ours", comparison));
  if (!theirs || !ours) return std::nullopt;
  comparison.output.check(comparison.library, comparison.input);
  return ComparisonResult{comparison.library.name,
                          comparison.layer.out,
                          comparison.layer.in,
                          comparison.threads,
                          *theirs,
                          *ours,
                          different_codes(comparison.output.codes(), comparison.ours)};
}

}  // namespace quantcheck::bench
