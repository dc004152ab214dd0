// A library's kernel timed beside ours: the same layer, the same grid, the whole job.
#pragma once

#include <optional>
#include <vector>

#include <quantcheck/bench/layer.h>
#include <quantcheck/bench/results.h>
#include <quantcheck/bench/timing.h>
#include <quantcheck/optimized/quantize.h>
#include <quantcheck/proofs_check/drive/kernel_output.h>
#include <quantcheck/proofs_check/drive/kernel_process.h>

namespace quantcheck::bench {

/// What the library's task and ours share.
struct Comparison {
  check::drive::KernelProcess& kernel;
  const Layer& layer;
  int threads = 0;
  optimized::Quantized ours;
  check::drive::LayerPlace place;
  check::drive::KernelOutput output;
  check::drive::KernelAnswer answer;  // the library's last one; once there is a complaint it is not run again
};

/// Runs both once.
Comparison compare_kernel(check::drive::KernelProcess& kernel, const Layer& layer, int threads);

/// The library's task, in fewer rounds if it is slow, and ours. They refer to the comparison.
std::vector<Task> comparison_tasks(Comparison& comparison, int rounds);

/// Nothing where they were not timed; a complaint, also of the last codes written, wherever there is one.
std::optional<ComparisonResult> comparison_result(const Comparison& comparison, const Timings& timings);

}  // namespace quantcheck::bench
