// The tasks that time rotations, products from nested codes and LDLQ, and their limits.
#pragma once

#include <list>
#include <optional>
#include <string>
#include <vector>

#include <quantcheck/bench/layer.h>
#include <quantcheck/bench/limits/bandwidth.h>
#include <quantcheck/bench/timing.h>
#include <quantcheck/optimized/ldlq.h>
#include <quantcheck/optimized/nested_matrix.h>

namespace quantcheck::bench {

/// A task, with its unit and its limit.
struct NestquantTask {
  std::string name;  // without the number of threads
  int threads = 1;
  const char* unit = "GFLOP/s";  // or GB/s
  Task task;
  std::string limit;  // the name of the task that it is compared with
};

/// The tasks of our kernels, and those of their limits.
struct NestquantTasks {
  std::vector<NestquantTask> ours;
  std::vector<Task> limits;
};

/// A nested code to multiply by the weights of the workspace, and floats of the same shape for sgemm.
struct ProductArrays {
  Index batch = 0;
  optimized::NestedMatrix x;
  optimized::Buffer<float> float_x;
  optimized::Buffer<float> y;
};

/// A layer to be quantized by LDLQ.
struct LdlqLayer {
  Layer layer;
  optimized::BlockFactor factor;
  optimized::Buffer<float> product;  // out x in, the result of sgemm
};

/// The memory that the tasks work in.
struct NestquantWorkspace {
  NestquantWorkspace();

  // The rows to rotate, far beyond the caches. They are zeros, so that rotating them again and again stays in
  // range.
  Arrays rows;
  optimized::NestedMatrix w;
  optimized::Buffer<float> float_w;
  std::list<ProductArrays> products;
  std::optional<LdlqLayer> ldlq;  // made when first needed
};

/// Adds all tasks for so many threads, on the fastest target. They refer to the workspace, which has to
/// outlive them. Rotations are compared with a copy of as many values. Products of a batch, and LDLQ and the
/// scalar sweep of a layer, are compared with OpenBLAS's product of the same shape. A sweep takes half as
/// much arithmetic as that product.
void add_nestquant_tasks(NestquantTasks& tasks, NestquantWorkspace& workspace, int threads);

}  // namespace quantcheck::bench
