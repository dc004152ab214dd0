// exact_reference_bench: the exact reference, and the judge that uses it, in seconds on one core. The goals
// are 3 seconds for 128 rows of 128 inputs, and a minute for 256 inputs.
#include <benchmark/benchmark.h>

#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/program/demo_layer.h>
#include <quantcheck/reference/hessian/udu_fraction_free.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>

namespace quantcheck::bench {
namespace {

check::Case float_layer(Index out, Index in) {
  check::Case c = check::program::demo_layer(out, in);
  check::program::quantize_demo(c, true);
  return c;
}

check::ExactLayer exact_float_layer(Index out, Index in) {
  const check::Case c = float_layer(out, in);
  return check::exact_layer(c, check::as_declared(c));
}

void udu_fraction_free(benchmark::State& state) {
  const check::ExactLayer layer = exact_float_layer(1, state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(reference::udu_fraction_free(layer.hessian));
}
BENCHMARK(udu_fraction_free)->ArgName("in")->RangeMultiplier(2)->Range(32, 256)->Unit(benchmark::kSecond);

void nearest_plane(benchmark::State& state) {
  const check::ExactLayer layer = exact_float_layer(state.range(0), state.range(1));
  const auto factor = reference::udu_fraction_free(layer.hessian);
  for (auto _ : state)
    benchmark::DoNotOptimize(
        reference::nearest_plane(layer.weight, factor, layer.grid, layer.order,
                                 reference::decide_nearest(layer.grid, Rounding::half_even)));
}
BENCHMARK(nearest_plane)->ArgNames({"out", "in"})->Args({128, 128})->Unit(benchmark::kSecond);

void judge(benchmark::State& state) {
  const check::Case c = float_layer(state.range(0), state.range(1));
  for (auto _ : state) {
    const check::Judgement judgement = check::judge(c, check::as_declared(c));
    if (judgement.verdict != check::RunVerdict::conforms) state.SkipWithError("sound codes did not conform");
    state.counters["explained"] = static_cast<double>(judgement.explained);
  }
}
BENCHMARK(judge)->ArgNames({"out", "in"})->Args({128, 128})->Args({128, 256})->Unit(benchmark::kSecond);

}  // namespace
}  // namespace quantcheck::bench
