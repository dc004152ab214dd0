// The tasks that time our quantizer.
#pragma once

#include <quantcheck/bench/kernels.h>
#include <quantcheck/bench/layer.h>
#include <quantcheck/bench/timing.h>

namespace quantcheck::bench {

/// The task of one of our kernels: the factorization, the sweep with the layer's factor, or both. The task
/// refers to the layer, which has to outlive it.
Task quantizer_task(Kernel kernel, const Layer& layer, int threads, optimized::Target target);

}  // namespace quantcheck::bench
