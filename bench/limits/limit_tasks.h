// The machine's limits, as tasks to time.
#pragma once

#include <vector>

#include <quantcheck/bench/kernels.h>
#include <quantcheck/bench/layer.h>
#include <quantcheck/bench/limits/bandwidth.h>
#include <quantcheck/bench/timing.h>

namespace quantcheck::bench {

/// Memory that the tasks write to.
struct Workspace {
  Arrays arrays;                          // made when first needed
  optimized::Buffer<float> product;       // the largest layer's: out x in
  optimized::Buffer<double> matrix;       // the largest Hessian's: in x in
  optimized::Buffer<double> product_f64;  // n x n of machine_limits
};

/// For these layers, and machine_limits of `square`.
Workspace make_workspace(const std::vector<Layer>& layers, const Layer& square);

/// What limits the quantizer on this layer: sgemm of its weights and its Hessian, dpotrf of the damped
/// Hessian in each of its triangles. Tasks refer to the layer and the workspace.
Task sgemm_task(const Layer& layer, Workspace& workspace, int threads);
std::vector<Task> dpotrf_tasks(const Layer& layer, Workspace& workspace, int threads);

/// A limit of the machine as a whole.
struct MachineLimit {
  std::string name;
  const char* unit = "GFLOP/s";  // or GB/s
  std::vector<Task> tasks;       // of which the fastest is the limit
};

/// Peak, bandwidth, and the matrix product and factorization in each precision, n x n, on the data of a
/// square layer.
std::vector<MachineLimit> machine_limits(const Layer& square, Workspace& workspace, int threads);

}  // namespace quantcheck::bench
