// The results of a run, with rates and shares, derived from the measured seconds.
#pragma once

#include <quantcheck/bench/figures.h>
#include <quantcheck/bench/layer.h>
#include <quantcheck/bench/limits/limit_tasks.h>
#include <quantcheck/bench/results.h>

namespace quantcheck::bench {

/// The result for a limit of the machine, by the fastest of its tasks; nullopt where none was timed.
std::optional<LimitResult> limit_result(const MachineLimit& limit, int threads, const Timings& timings);

/// The result for one of our kernels; nullopt where it was not timed.
std::optional<KernelResult> kernel_result(Kernel kernel, const Shape& shape, int threads,
                                          optimized::Target target, const Timings& timings);

/// The figures of a run to keep: the limits of the machine, and each kernel of ours or of a library, with the
/// limit of the same work.
std::vector<Figure> figures_of(const Results& results);

}  // namespace quantcheck::bench
