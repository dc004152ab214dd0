#include <quantcheck/bench/derive.h>

namespace quantcheck::bench {
namespace {

// The least time that the machine allows a kernel, and the triangle of dpotrf that it was measured with.
struct Limit {
  std::optional<double> seconds;
  std::optional<Triangle> triangle;
};

// The time of dpotrf in the faster of its two triangles.
Limit dpotrf_limit(Index in, int threads, const Timings& timings) {
  Limit limit;
  for (const Triangle triangle : both_triangles) {
    const auto seconds = median_seconds(timings, cholesky_name("dpotrf", in, triangle, threads));
    if (seconds && (!limit.seconds || *seconds < *limit.seconds)) limit = {seconds, triangle};
  }
  return limit;
}

// The time that the arithmetic of the kernel takes at the rate of the BLAS.
Limit limit_of(Kernel kernel, const Shape& shape, int threads, const Timings& timings) {
  const auto [out, in] = shape;
  const Limit dpotrf = dpotrf_limit(in, threads, timings);
  if (kernel == Kernel::factorization) return dpotrf;
  auto sweep = median_seconds(timings, task_name(Kernel::sgemm, out, in, threads));
  if (sweep) *sweep *= flops(Kernel::sweep, out, in) / flops(Kernel::sgemm, out, in);
  if (kernel == Kernel::sweep) return {sweep, std::nullopt};
  if (!sweep || !dpotrf.seconds) return {};
  return {*sweep + *dpotrf.seconds, dpotrf.triangle};
}

// The tasks that the limit of a kernel is made of; none where dpotrf was not timed that is among them.
std::vector<LimitPart> limit_parts(Kernel kernel, const Shape& shape, int threads, const Timings& timings) {
  const auto [out, in] = shape;
  std::vector<LimitPart> parts;
  if (kernel != Kernel::factorization)
    parts.push_back({task_name(Kernel::sgemm, out, in, threads),
                     flops(Kernel::sweep, out, in) / flops(Kernel::sgemm, out, in)});
  if (kernel == Kernel::sweep) return parts;
  const Limit dpotrf = dpotrf_limit(in, threads, timings);
  if (!dpotrf.triangle) return {};
  parts.push_back({cholesky_name("dpotrf", in, *dpotrf.triangle, threads), 1});
  return parts;
}

}  // namespace

std::optional<LimitResult> limit_result(const MachineLimit& limit, int threads, const Timings& timings) {
  std::optional<LimitResult> fastest;
  for (const Task& task : limit.tasks) {
    const auto seconds = median_seconds(timings, task.name);
    if (!seconds || (fastest && fastest->seconds <= *seconds)) continue;
    fastest = {
        limit.name, limit.unit, threads, *seconds, spread(timings, task.name), task.work / *seconds * 1e-9,
        task.name};
  }
  return fastest;
}

std::optional<KernelResult> kernel_result(Kernel kernel, const Shape& shape, int threads,
                                          optimized::Target target, const Timings& timings) {
  const auto [out, in] = shape;
  const std::string name = task_name(kernel, out, in, threads, target);
  const auto seconds = median_seconds(timings, name);
  if (!seconds) return std::nullopt;
  const Limit limit = limit_of(kernel, shape, threads, timings);
  return KernelResult{kernel,
                      out,
                      in,
                      threads,
                      target,
                      *seconds,
                      spread(timings, name),
                      flops(kernel, out, in) / *seconds * 1e-9,
                      limit.seconds,
                      limit.triangle};
}

std::vector<Figure> figures_of(const Results& results) {
  std::vector<Figure> figures;
  const auto add = [&](const std::string& task, Kernel kernel, const Shape& shape, int threads) {
    const std::vector<LimitPart> limit = limit_parts(kernel, shape, threads, results.timings);
    if (!limit.empty()) add_figure(figures, task, limit, results.timings);
  };
  for (const LimitResult& limit : results.limits) add_figure(figures, limit.task, {}, results.timings);
  for (const auto* kernels : {&results.kernels, &results.other_targets})
    for (const KernelResult& result : *kernels)
      add(task_name(result.kernel, result.out, result.in, result.threads, result.target), result.kernel,
          {result.out, result.in}, result.threads);
  for (const ComparisonResult& result : results.comparisons)
    for (const std::string& task : {result.task, result.our_task})
      add(task, Kernel::whole_job, {result.out, result.in}, result.threads);
  return figures;
}

}  // namespace quantcheck::bench
