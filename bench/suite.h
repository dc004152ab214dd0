// Which layers and kernels a run times, and its results.
#pragma once

#include <quantcheck/bench/options.h>
#include <quantcheck/bench/results.h>
#include <quantcheck/proofs_check/text/progress.h>

namespace quantcheck::bench {

/// Judges and times what the options ask for. Each judged layer's text goes to `say` at once, and so does
/// what there was no memory for.
Results run_suite(const Options& options, const std::function<void(const std::string&)>& say,
                  const check::Progress& progress);

}  // namespace quantcheck::bench
