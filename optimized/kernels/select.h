// Which target's kernels run.
#pragma once

#include <string>

#include <quantcheck/optimized/kernels/jobs.h>
#include <quantcheck/optimized/options.h>

namespace quantcheck::optimized {

/// The targets of this machine, fastest first: "avx2, scalar".
std::string available_names();

/// The target that was asked for. Throws Error where it is not available.
Target available_target(const Execution& execution);

/// The kernels of the target that was asked for. Throws Error where it is not available.
const Kernels& kernels_of(const Execution& execution);

}  // namespace quantcheck::optimized
