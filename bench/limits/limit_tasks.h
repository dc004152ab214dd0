// The tasks that time the limits of the machine.
#pragma once

#include <vector>

#include <quantcheck/bench/kernels.h>
#include <quantcheck/bench/layer.h>
#include <quantcheck/bench/limits/bandwidth.h>
#include <quantcheck/bench/timing.h>

namespace quantcheck::bench {

/// The memory that the tasks write to.
struct Workspace {
  Arrays arrays;                          // made when first needed
  optimized::Buffer<float> product;       // out x in of the largest layer
  optimized::Buffer<double> matrix;       // in x in of the largest Hessian
  optimized::Buffer<double> product_f64;  // n x n of the square layer of machine_limits
};

/// A workspace for the tasks of these layers, and for machine_limits of `square`.
Workspace make_workspace(const std::vector<Layer>& layers, const Layer& square);

/// A limit of the quantizer on this layer: sgemm of its weights and its Hessian. The task refers to the layer
/// and the workspace, which have to outlive it.
Task sgemm_task(const Layer& layer, Workspace& workspace, int threads);

/// The other limit: dpotrf of the damped Hessian, in each of its triangles. The tasks refer to the layer and
/// the workspace.
std::vector<Task> dpotrf_tasks(const Layer& layer, Workspace& workspace, int threads);

/// A limit of the machine as a whole.
struct MachineLimit {
  std::string name;
  const char* unit = "GFLOP/s";  // or GB/s
  std::vector<Task> tasks;       // the fastest of them is the limit
};

/// The limits of the machine: the arithmetic peak, the bandwidth of memory, and the matrix product and the
/// factorization in each precision, both n x n on the data of a square layer.
std::vector<MachineLimit> machine_limits(const Layer& square, Workspace& workspace, int threads);

}  // namespace quantcheck::bench
