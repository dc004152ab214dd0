#include <algorithm>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include <quantcheck/optimized/parallel/team.h>

namespace quantcheck::optimized {

int thread_count(int asked) {
  if (asked < 0 || asked > 1024) throw Error("threads: " + std::to_string(asked) + " is not in 0 .. 1024");
  return asked > 0 ? asked : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void Team::wait() {
  if (size_ == 1) {
    next_.store(0, std::memory_order_relaxed);
    return;
  }
  const unsigned round = round_.load(std::memory_order_acquire);
  if (waiting_.fetch_add(1, std::memory_order_acq_rel) + 1 == size_) {
    waiting_.store(0, std::memory_order_relaxed);
    next_.store(0, std::memory_order_relaxed);
    round_.store(round + 1, std::memory_order_release);
    round_.notify_all();
    return;
  }
  // The others are microseconds away, unless there are more threads than cores.
  for (int spin = 0; spin < 20000; ++spin)
    if (round_.load(std::memory_order_acquire) != round) return;
  round_.wait(round, std::memory_order_acquire);
}

void run_team(int threads, const std::function<void(Team&, int)>& work) {
  Team team;
  std::atomic<int> size{0};  // 0: not known yet
  std::vector<std::jthread> others;
  others.reserve(threads - 1);
  try {
    for (int rank = 1; rank < threads; ++rank)
      others.emplace_back([&, rank] {
        size.wait(0);
        work(team, rank);
      });
  } catch (const std::system_error&) {
    // The system has no more threads: those that are there do it all.
  }
  team.set_size(static_cast<int>(others.size()) + 1);
  size.store(1);
  size.notify_all();
  work(team, 0);
}

void for_each_index(int threads, Index count, const std::function<void(Index)>& item) {
  run_team(static_cast<int>(std::min<Index>(threads, std::max<Index>(count, 1))), [&](Team& team, int) {
    for (Index i = team.next(); i < count; i = team.next()) item(i);
  });
}

}  // namespace quantcheck::optimized
