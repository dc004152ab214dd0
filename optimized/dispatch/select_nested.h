// The choice of the target whose kernels for nested codes run.
#pragma once

#include <quantcheck/optimized/kernels/nested/jobs.h>
#include <quantcheck/optimized/options.h>

namespace quantcheck::optimized {

/// The kernels of the target that `execution` names, else of the default target. Those of AVX-512 use VNNI
/// where the processor has it. Throws Error where the target is not available.
const NestedKernels& nested_kernels_of(const Execution& execution);

}  // namespace quantcheck::optimized
