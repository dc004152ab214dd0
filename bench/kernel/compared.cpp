#include <quantcheck/bench/kernel/compared.h>

#include <benchmark/benchmark.h>

#include <algorithm>

#include <quantcheck/bench/kernels.h>

namespace quantcheck::bench {
namespace {

using namespace check::drive;

// The most time that a slow kernel is given, whatever the number of rounds.
constexpr double seconds_for_all_rounds = 30;

std::string name_of_task(const std::string& whose, const Comparison& comparison) {
  return with_threads("same_grid/" + whose + "/" + std::to_string(comparison.layer.out) + "x" +
                          std::to_string(comparison.layer.in),
                      comparison.threads);
}

double work(const Layer& layer) { return flops(Kernel::whole_job, layer.out, layer.in); }

}  // namespace

Comparison compare_kernel(KernelProcess& kernel, const Layer& layer, int threads) {
  const optimized::Factor& factor = layer.hessian->factor;
  optimized::Quantized ours = optimized::quantize(layer.weight_view(), factor, optimized::GridOptions{});
  const LayerPlace place = kernel.memory().add(
      kernel_input(layer.weight_view(), layer.hessian_view(), factor.status.damping, ours.grid, ours.order));
  KernelOutput output(kernel.memory(), place);
  KernelAnswer answer = kernel.run(place, threads);
  if (answer.complaint.empty()) answer.complaint = output.complaint();
  return {kernel, layer, threads, std::move(ours), place, std::move(output), std::move(answer)};
}

std::vector<Task> comparison_tasks(Comparison& comparison, int rounds) {
  if (!comparison.answer.complaint.empty()) return {};
  const double first = comparison.answer.seconds;
  Task theirs{name_of_task(comparison.kernel.name(), comparison), work(comparison.layer), {}};
  theirs.timed_run = [&comparison]() -> std::optional<double> {
    KernelAnswer& answer = comparison.answer;
    if (answer.complaint.empty()) answer = comparison.kernel.run(comparison.place, comparison.threads);
    return answer.complaint.empty() ? std::optional(answer.seconds) : std::nullopt;
  };
  theirs.rounds = std::min(rounds, static_cast<int>(std::clamp(seconds_for_all_rounds / first, 1.0, 1e6)));
  theirs.seconds = first;
  const optimized::Execution execution{std::nullopt, comparison.threads};
  Task ours{
      name_of_task("ours", comparison), work(comparison.layer), [&comparison, execution] {
        const optimized::Factor factor = optimized::factorize(comparison.layer.hessian_view(), {}, execution);
        benchmark::DoNotOptimize(optimized::quantize(comparison.layer.weight_view(), factor,
                                                     comparison.ours.grid, Rounding::half_even, execution));
      }};
  return {std::move(theirs), std::move(ours)};
}

std::optional<ComparisonResult> comparison_result(const Comparison& comparison, const Timings& timings) {
  ComparisonResult result;
  result.library = comparison.kernel.name();
  result.out = comparison.layer.out;
  result.in = comparison.layer.in;
  result.threads = comparison.threads;
  result.complaint =
      comparison.answer.complaint.empty() ? comparison.output.complaint() : comparison.answer.complaint;
  if (!result.complaint.empty()) return result;
  result.task = name_of_task(result.library, comparison);
  result.our_task = name_of_task("ours", comparison);
  const auto theirs = median_seconds(timings, result.task);
  const auto ours = median_seconds(timings, result.our_task);
  if (!theirs || !ours) return std::nullopt;
  result.seconds = *theirs;
  result.spread = spread(timings, result.task);
  result.our_seconds = *ours;
  result.our_spread = spread(timings, result.our_task);
  result.different_codes = comparison.output.different_from(comparison.ours.codes);
  return result;
}

}  // namespace quantcheck::bench
