// Threads that work on one thing together.
#pragma once

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// How many threads an Execution's number stands for: itself, or for 0 what the processor runs at once.
/// Throws Error where it is negative or above 1024.
int thread_count(int asked);

/// Threads that live as long as the team, the caller's one of them. For one caller at a time.
class Team {
 public:
  /// Where the system has fewer threads to give, the team is smaller.
  explicit Team(int threads);
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  int size() const { return size_; }

  /// work(rank) on every thread, ranks 0 .. size() - 1; returns when all are done. The work must not throw.
  void run(const std::function<void(int)>& work);

  /// item(i) for i = 0 .. count - 1, each once, on whatever thread is free.
  void for_each(Index count, const std::function<void(Index)>& item);

  /// Inside `run`: waits until every thread of the team is here. What they did before is seen after.
  void wait();

  /// Inside `run`: hands out 0, 1, 2, ... to whoever asks, from 0 again after each `wait`.
  Index next() { return next_.fetch_add(1, std::memory_order_relaxed); }

 private:
  void serve(int rank);

  int size_ = 1;
  const std::function<void(int)>* work_ = nullptr;  // none: the threads are to end
  std::atomic<unsigned> job_{0};                    // counts the works
  std::atomic<unsigned> round_{0};                  // counts the waits
  std::atomic<int> waiting_{0};
  std::atomic<Index> next_{0};
  std::vector<std::jthread> others_;
};

/// The calling thread's own team of that size. It is kept for the next call: new threads cost as much as a
/// small layer, and may have to share a core until the system moves them. Good also in destructors of static
/// and thread_local objects: once the thread's helpers were ended, its team is the thread alone.
Team& team_of(int threads);

}  // namespace quantcheck::optimized
