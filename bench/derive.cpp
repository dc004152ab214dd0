#include <quantcheck/bench/derive.h>

namespace quantcheck::bench {
namespace {

// What the kernel's arithmetic takes at the rate of the BLAS.
std::optional<double> limit_seconds(Kernel kernel, const Shape& shape, int threads, const Timings& timings) {
  const auto [out, in] = shape;
  const auto dpotrf = median_seconds(timings, task_name(Kernel::dpotrf, out, in, threads));
  if (kernel == Kernel::factorization) return dpotrf;
  auto sweep = median_seconds(timings, task_name(Kernel::sgemm, out, in, threads));
  if (sweep) *sweep *= flops(Kernel::sweep, out, in) / flops(Kernel::sgemm, out, in);
  if (kernel == Kernel::sweep) return sweep;
  return sweep && dpotrf ? std::optional(*sweep + *dpotrf) : std::nullopt;
}

}  // namespace

std::optional<LimitResult> limit_result(const MachineLimit& limit, int threads, const Timings& timings) {
  const auto seconds = median_seconds(timings, limit.task.name);
  if (!seconds) return std::nullopt;
  return LimitResult{limit.name, limit.unit, threads, *seconds, limit.task.work / *seconds * 1e-9};
}

std::optional<KernelResult> kernel_result(Kernel kernel, const Shape& shape, int threads,
                                          optimized::Target target, const Timings& timings) {
  const auto [out, in] = shape;
  const auto seconds = median_seconds(timings, task_name(kernel, out, in, threads, target));
  if (!seconds) return std::nullopt;
  return KernelResult{kernel,
                      out,
                      in,
                      threads,
                      target,
                      *seconds,
                      flops(kernel, out, in) / *seconds * 1e-9,
                      limit_seconds(kernel, shape, threads, timings)};
}

}  // namespace quantcheck::bench
