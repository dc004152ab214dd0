// From seconds to rates and shares.
#pragma once

#include <quantcheck/bench/layer.h>
#include <quantcheck/bench/limits/limit_tasks.h>
#include <quantcheck/bench/results.h>

namespace quantcheck::bench {

/// Nothing where it was not timed.
std::optional<LimitResult> limit_result(const MachineLimit& limit, int threads, const Timings& timings);
std::optional<KernelResult> kernel_result(Kernel kernel, const Shape& shape, int threads,
                                          optimized::Target target, const Timings& timings);

}  // namespace quantcheck::bench
