// The memory that one thread sweeps in.
#pragma once

#include <memory>

#include <quantcheck/optimized/kernels/jobs.h>
#include <quantcheck/optimized/memory/buffer.h>

namespace quantcheck::optimized {

/// The number of strips of rows that a thread takes at a time: so many that the factor is read seldom, and
/// few enough that they stay in its cache and every thread gets some.
Index strips_together(Index out, int threads);

/// The memory of a thread that takes `strips` strips of rows at a time.
class Scratch {
 public:
  Scratch(const Sweep& sweep, Index strips);

  const SweepScratch& view() const { return view_; }
  bool failed() const { return *failed_; }

 private:
  Buffer<float> weight_, error_, sums_, scale_, zero_, fit_, saved_;
  Buffer<std::int32_t> code_;
  Buffer<Index> blocks_added_;
  std::unique_ptr<bool> failed_;
  SweepScratch view_;
};

}  // namespace quantcheck::optimized
