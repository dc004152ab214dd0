// The results of judging a library's kernel.
#pragma once

#include <functional>
#include <vector>

#include <quantcheck/bench/results.h>
#include <quantcheck/proofs_check/drive/kernel_process.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::bench {

/// Makes the layers of check::drive::judged_layers, of at most so many inputs, and has the library quantize
/// them and its codes judged. A layer of which there are none has the complaint instead, and the next one is
/// tried. `tell` hears of each at once.
std::vector<JudgedResult> judge_kernel(check::drive::KernelProcess& kernel, Index most_inputs, int threads,
                                       const std::function<void(const JudgedResult&)>& tell,
                                       const check::Progress& progress);

}  // namespace quantcheck::bench
