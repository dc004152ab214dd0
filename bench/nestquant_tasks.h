// Rotations, products from nested codes and LDLQ, and what limits them, as tasks to time.
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

struct NestquantTask {
  std::string name;  // without the threads
  int threads = 1;
  const char* unit = "GFLOP/s";  // or GB/s
  Task task;
  std::string limit;  // the name of the task that it is compared with
};

struct NestquantTasks {
  std::vector<NestquantTask> ours;
  std::vector<Task> limits;
};

/// Two codes to multiply, and the same as floats.
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
  optimized::Buffer<float> product;  // sgemm's
};

/// Memory that the tasks work in.
struct NestquantWorkspace {
  NestquantWorkspace();

  Arrays rows;  // to rotate: far beyond the caches, zeros, so that rotating again and again stays in range
  optimized::NestedMatrix w;
  optimized::Buffer<float> float_w;
  std::list<ProductArrays> products;
  std::optional<LdlqLayer> ldlq;  // made when first needed
};

/// All of them for so many threads, on the fastest target; they refer to the workspace. Rotations are
/// compared with a copy of as many values; products of a batch, and LDLQ and the scalar sweep of a layer,
/// with OpenBLAS's product of the same shape. A sweep is half as much arithmetic as that product.
void add_nestquant_tasks(NestquantTasks& tasks, NestquantWorkspace& workspace, int threads);

}  // namespace quantcheck::bench
