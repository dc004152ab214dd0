// Our kernels, as tasks to time.
#pragma once

#include <quantcheck/bench/kernels.h>
#include <quantcheck/bench/layer.h>
#include <quantcheck/bench/timing.h>

namespace quantcheck::bench {

/// A factorization, a sweep with the factor ready, or both. The task refers to the layer.
Task quantizer_task(Kernel kernel, const Layer& layer, int threads, optimized::Target target);

}  // namespace quantcheck::bench
