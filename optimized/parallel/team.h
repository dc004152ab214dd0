// Threads that work on one thing together.
#pragma once

#include <atomic>
#include <functional>

#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// How many threads an Execution's number stands for: itself, or for 0 what the processor runs at once.
/// Throws Error where it is negative or above 1024.
int thread_count(int asked);

/// What one thread of a team sees of the others.
class Team {
 public:
  /// Set once, before the work begins.
  void set_size(int size) { size_ = size; }

  /// Waits until every thread of the team is here. What they did before it is seen after it.
  void wait();

  /// Hands out 0, 1, 2, ... to whoever asks, from 0 again after each `wait`.
  Index next() { return next_.fetch_add(1, std::memory_order_relaxed); }

 private:
  int size_ = 1;
  std::atomic<int> waiting_{0};
  std::atomic<unsigned> round_{0};
  std::atomic<Index> next_{0};
};

/// Runs work(team, rank) on `threads` threads, ranks 0 .. threads - 1, and returns when all are done. The
/// work must not throw. With fewer threads to be had than asked for, it runs on those.
void run_team(int threads, const std::function<void(Team&, int)>& work);

/// Runs item(i) for i = 0 .. count - 1, each once, on up to `threads` threads.
void for_each_index(int threads, Index count, const std::function<void(Index)>& item);

}  // namespace quantcheck::optimized
