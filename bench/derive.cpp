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

}  // namespace quantcheck::bench
