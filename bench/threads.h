// A function that does the same work on several threads at once.
#pragma once

#include <thread>
#include <vector>

namespace quantcheck::bench {

/// Runs work(0) .. work(threads - 1) at once, each on a thread of its own, and returns when all are done.
template <class Work>
void on_threads(int threads, const Work& work) {
  std::vector<std::jthread> others;
  for (int thread = 1; thread < threads; ++thread) others.emplace_back(work, thread);
  work(0);
}

}  // namespace quantcheck::bench
