// The tasks that time the lattice kernels, and the copying of memory that limits them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <quantcheck/bench/limits/bandwidth.h>
#include <quantcheck/bench/timing.h>
#include <quantcheck/optimized/target.h>

namespace quantcheck::bench {

/// The lattice kernels, and the copy that limits them all. The codes have q = 14 and, where there are several
/// betas, the four betas of NestQuant's activations.
enum class LatticeKernel { copy, nearest, encode, opt_beta, first_beta, decode, decode_values };

inline constexpr LatticeKernel lattice_kernels[] = {LatticeKernel::nearest,  LatticeKernel::encode,
                                                    LatticeKernel::opt_beta, LatticeKernel::first_beta,
                                                    LatticeKernel::decode,   LatticeKernel::decode_values};

const char* name_of(LatticeKernel kernel);

/// The bytes that are read and written for each value. A copy moves two floats.
double bytes_of_a_value(LatticeKernel kernel);

/// The lattice blocks that one thread works on.
struct LatticeArrays {
  explicit LatticeArrays(Index blocks);

  Index values = 0;
  optimized::Buffer<float> x, y;
  optimized::Buffer<std::uint8_t> code, beta_index, overload;
  optimized::Buffer<std::int8_t> twice;
};

/// The memory that the tasks work in.
struct LatticeWorkspace {
  std::vector<std::unique_ptr<LatticeArrays>> near;  // one for each thread, within the L2 cache
  std::unique_ptr<LatticeArrays> far;  // for all threads, far beyond the caches, made when needed
};

/// A workspace for tasks of at most so many threads.
LatticeWorkspace make_lattice_workspace(int most_threads);

/// A task, with the description of its kernel.
struct LatticeTask {
  LatticeKernel kernel = LatticeKernel::copy;
  bool from_memory = false;
  int threads = 1;
  optimized::Target target = optimized::Target::scalar;
  double values = 0;  // that one run processes
  Task task;
};

/// The task of a kernel. If it works from memory, its arrays are far beyond the caches. Else they fit into
/// the L2 cache of a core, and each thread has its own. The task refers to the workspace, which has to
/// outlive it.
LatticeTask lattice_task(LatticeKernel kernel, bool from_memory, int threads, optimized::Target target,
                         LatticeWorkspace& workspace);

}  // namespace quantcheck::bench
