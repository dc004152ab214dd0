#include <quantcheck/bench/quantizer_tasks.h>

#include <benchmark/benchmark.h>

#include <quantcheck/optimized/quantize.h>

namespace quantcheck::bench {
namespace {

std::function<void()> run_of(Kernel kernel, const Layer& layer, const optimized::Execution& execution) {
  if (kernel == Kernel::factorization)
    return [&layer, execution] {
      benchmark::DoNotOptimize(optimized::factorize(layer.hessian_view(), {}, execution));
    };
  if (kernel == Kernel::sweep)
    return [&layer, execution] {
      benchmark::DoNotOptimize(optimized::quantize(layer.weight_view(), layer.hessian->factor,
                                                   optimized::GridOptions{}, execution));
    };
  return [&layer, execution] {
    const optimized::Factor factor = optimized::factorize(layer.hessian_view(), {}, execution);
    benchmark::DoNotOptimize(
        optimized::quantize(layer.weight_view(), factor, optimized::GridOptions{}, execution));
  };
}

}  // namespace

Task quantizer_task(Kernel kernel, const Layer& layer, int threads, optimized::Target target) {
  return {task_name(kernel, layer.out, layer.in, threads, target), flops(kernel, layer.out, layer.in),
          run_of(kernel, layer, {target, threads})};
}

}  // namespace quantcheck::bench
