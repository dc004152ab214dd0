// A run of quantizer_bench: the layers and kernels that it times, and its results.
#pragma once

#include <quantcheck/bench/options.h>
#include <quantcheck/bench/results.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::bench {

/// Judges and times what the options ask for. `say` is called at once with the verdict on each judged layer,
/// and with a message for each layer that is left out for want of memory.
Results run_suite(const Options& options, const std::function<void(const std::string&)>& say,
                  const check::Progress& progress);

}  // namespace quantcheck::bench
