// A library's kernel timed beside ours: the same layer, the same grid, the whole job.
#pragma once

#include <optional>
#include <vector>

#include <quantcheck/bench/kernel/library.h>
#include <quantcheck/bench/layer.h>
#include <quantcheck/bench/results.h>
#include <quantcheck/bench/timing.h>
#include <quantcheck/optimized/quantize.h>

namespace quantcheck::bench {

Index different_codes(const std::int32_t* codes, const optimized::Quantized& ours);

/// What the library's task and ours share.
struct Comparison {
  KernelLibrary library;
  const Layer& layer;
  int threads = 0;
  optimized::Quantized ours;
  KernelInput input;
  KernelOutput output;
  double seconds = 0;  // of the library's first run
};

/// Runs both once. Throws Error as run_kernel and KernelOutput::check do.
Comparison compare_kernel(const KernelLibrary& library, const Layer& layer, int threads);

/// The library's task, in fewer rounds if it is slow, and ours. They refer to the comparison.
std::vector<Task> comparison_tasks(Comparison& comparison, int rounds);

/// Nothing where they were not timed. Throws Error as KernelOutput::check does: for the last codes written.
std::optional<ComparisonResult> comparison_result(Comparison& comparison, const Timings& timings);

}  // namespace quantcheck::bench
