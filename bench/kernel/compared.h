// The comparison of a library's kernel with ours: both do the whole job on the same layer and the same grid.
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

/// The data that the library's task and ours share.
struct Comparison {
  check::drive::KernelProcess& kernel;
  const Layer& layer;
  int threads = 0;
  optimized::Quantized ours;
  check::drive::LayerPlace place;
  check::drive::KernelOutput output;
  check::drive::KernelAnswer answer;  // the library's last answer; after a complaint it is not run again
};

/// Runs both kernels once.
Comparison compare_kernel(check::drive::KernelProcess& kernel, const Layer& layer, int threads);

/// The library's task, which has fewer rounds if it is slow, and ours. They refer to the comparison, which
/// has to outlive them. There are none where the library's answer is a complaint.
std::vector<Task> comparison_tasks(Comparison& comparison, int rounds);

/// The result of the comparison. Wherever there is a complaint, be it only of the last codes written, the
/// result has it instead of seconds. Else it is nullopt where the tasks were not timed.
std::optional<ComparisonResult> comparison_result(const Comparison& comparison, const Timings& timings);

}  // namespace quantcheck::bench
