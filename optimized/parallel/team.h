// Teams of threads that work on one thing together.
#pragma once

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include <quantcheck/reference/layer.h>

namespace quantcheck::optimized {

/// The number of threads that `asked` of an Execution stands for: `asked` itself, or for 0 as many as the
/// processor runs at once. Throws Error where it is negative or above 1024.
int thread_count(int asked);

/// Threads that live as long as the team, of which the caller's thread is one. A team works for one caller at
/// a time.
class Team {
 public:
  /// Where the system has fewer threads to give, the team is smaller.
  explicit Team(int threads);
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  int size() const { return size_; }

  /// Calls work(rank) on every thread, with ranks 0 .. size() - 1, and returns when all are done. The work
  /// must not throw.
  void run(const std::function<void(int)>& work);

  /// Calls item(i) once for each i = 0 .. count - 1, on whatever thread is free.
  void for_each(Index count, const std::function<void(Index)>& item);

  /// Inside `run`, waits until every thread of the team is here. What they did before is seen by all
  /// afterwards.
  void wait();

  /// Inside `run`, hands out 0, 1, 2, ... to whoever asks, and starts from 0 again after each `wait`.
  Index next() { return next_.fetch_add(1, std::memory_order_relaxed); }

 private:
  void serve(int rank);

  int size_ = 1;
  const std::function<void(int)>* work_ = nullptr;  // null: the threads are to end
  std::atomic<unsigned> job_{0};                    // counts the calls of `run`
  std::atomic<unsigned> round_{0};                  // counts the calls of `wait` that all threads have made
  std::atomic<int> waiting_{0};
  std::atomic<Index> next_{0};
  std::vector<std::jthread> others_;
};

/// The calling thread's own team of that size. It is kept for the next call, since new threads cost as much
/// as a small layer, and may have to share a core until the system moves them. Throws Cancelled where the
/// thread's work is to end (stop.h). Destructors of static and
/// thread_local objects can use it, too: once the thread's helpers have been ended, its team is the thread
/// alone.
Team& team_of(int threads);

}  // namespace quantcheck::optimized
