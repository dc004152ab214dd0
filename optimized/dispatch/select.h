// The choice of the target whose kernels run.
#pragma once

#include <string>

#include <quantcheck/optimized/kernels/jobs.h>
#include <quantcheck/optimized/options.h>

namespace quantcheck::optimized {

/// The names of this machine's targets, fastest first, as in "avx2, scalar".
std::string available_names();

/// The target that `execution` names, else the default target. Throws Error where it is not available.
Target available_target(const Execution& execution);

/// The kernels of available_target(execution). Throws Error where it is not available.
const Kernels& kernels_of(const Execution& execution);

}  // namespace quantcheck::optimized
