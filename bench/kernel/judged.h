// The judge's verdict on a library's codes, for layers small enough to be decided exactly.
#pragma once

#include <functional>
#include <vector>

#include <quantcheck/bench/results.h>
#include <quantcheck/proofs_check/drive/kernel_process.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::bench {

/// Has the library quantize layers of at most so many inputs, which differ in what kernels get wrong: groups,
/// zero points, order, sizes that are no multiple of anything; and judges its codes. A layer of which there
/// are none has the complaint instead, and the next one is tried. `tell` hears of each at once.
std::vector<JudgedResult> judge_kernel(KernelProcess& kernel, Index most_inputs, int threads,
                                       const std::function<void(const JudgedResult&)>& tell,
                                       const check::Progress& progress);

}  // namespace quantcheck::bench
