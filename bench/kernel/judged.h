// The results of judging a library's kernel.
#pragma once

#include <functional>
#include <vector>

#include <quantcheck/bench/results.h>
#include <quantcheck/proofs_check/drive/kernel_process.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::bench {

/// Makes the layers of check::drive::judged_layers with at most so many inputs, has the library quantize
/// them, and judges its codes. A layer for which the library gives no codes has a complaint instead, and the
/// next layer is tried. `tell` is called with each result at once.
std::vector<JudgedResult> judge_kernel(check::drive::KernelProcess& kernel, Index most_inputs, int threads,
                                       const std::function<void(const JudgedResult&)>& tell,
                                       const check::Progress& progress);

}  // namespace quantcheck::bench
