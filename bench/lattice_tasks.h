// The lattice kernels, and copying as many bytes, as tasks to time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <quantcheck/bench/limits/bandwidth.h>
#include <quantcheck/bench/timing.h>
#include <quantcheck/optimized/target.h>

namespace quantcheck::bench {

/// copy: what limits them all. Codes have q = 14 and, where there are several betas, the four of NestQuant's
/// activations. From memory: arrays far beyond the caches; else what fits into a core's second level, each
/// thread its own.
enum class LatticeKernel { copy, nearest, encode, opt_beta, first_beta, decode, decode_values };

inline constexpr LatticeKernel lattice_kernels[] = {LatticeKernel::nearest,  LatticeKernel::encode,
                                                    LatticeKernel::opt_beta, LatticeKernel::first_beta,
                                                    LatticeKernel::decode,   LatticeKernel::decode_values};

const char* name_of(LatticeKernel kernel);

/// Bytes read and written for each value; of a copy, of two floats.
double bytes_of_a_value(LatticeKernel kernel);

/// One thread's blocks.
struct LatticeArrays {
  explicit LatticeArrays(Index blocks);

  Index values = 0;
  optimized::Buffer<float> x, y;
  optimized::Buffer<std::uint8_t> code, beta_index, overload;
  optimized::Buffer<std::int8_t> twice;
};

/// Memory that the tasks work in, one each for as many threads as there may be, and one for all.
struct LatticeWorkspace {
  std::vector<std::unique_ptr<LatticeArrays>> near;
  std::unique_ptr<LatticeArrays> far;  // made when first needed
};

LatticeWorkspace make_lattice_workspace(int most_threads);

struct LatticeTask {
  LatticeKernel kernel = LatticeKernel::copy;
  bool from_memory = false;
  int threads = 1;
  optimized::Target target = optimized::Target::scalar;
  double values = 0;  // of one run
  Task task;
};

/// The task refers to the workspace. From memory there are copies and nearest points.
LatticeTask lattice_task(LatticeKernel kernel, bool from_memory, int threads, optimized::Target target,
                         LatticeWorkspace& workspace);

}  // namespace quantcheck::bench
