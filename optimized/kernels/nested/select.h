// Which target's kernels for nested codes run.
#pragma once

#include <quantcheck/optimized/kernels/nested/jobs.h>
#include <quantcheck/optimized/options.h>

namespace quantcheck::optimized {

/// The kernels of the target that was asked for; of AVX-512's those with VNNI where the processor has it.
/// Throws Error where the target is not available.
const NestedKernels& nested_kernels_of(const Execution& execution);

}  // namespace quantcheck::optimized
