#include <unistd.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <string>

#include <quantcheck/optimized/parallel/default_environment.h>
#include <quantcheck/optimized/parallel/team.h>

namespace quantcheck::optimized {
namespace {

// The others are microseconds away, unless there are more threads than cores: then they need this one's.
void wait_for_change(const std::atomic<unsigned>& counter, unsigned seen) {
  for (int spin = 0; spin < 4000; ++spin) {
    if (counter.load(std::memory_order_acquire) != seen) return;
    if (spin >= 2000) std::this_thread::yield();
  }
  counter.wait(seen, std::memory_order_acquire);
}

void count_up(std::atomic<unsigned>& counter) {
  counter.fetch_add(1, std::memory_order_release);
  counter.notify_all();
}

}  // namespace

int thread_count(int asked) {
  if (asked < 0 || asked > 1024) throw Error("threads: " + std::to_string(asked) + " is not in 0 .. 1024");
  return asked > 0 ? asked : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

Team::Team(int threads) {
  others_.reserve(threads - 1);
  try {
    for (int rank = 1; rank < threads; ++rank) others_.emplace_back([this, rank] { serve(rank); });
  } catch (const std::exception&) {
    // No more threads or memory to be had: the threads that are there do it all.
  }
  size_ = static_cast<int>(others_.size()) + 1;
}

Team::~Team() {
  work_ = nullptr;
  count_up(job_);
}

void Team::serve(int rank) {
  const DefaultEnvironment environment;
  for (unsigned job = 0;; ++job) {
    wait_for_change(job_, job);
    if (work_ == nullptr) return;
    (*work_)(rank);
    wait();
  }
}

void Team::run(const std::function<void(int)>& work) {
  work_ = &work;
  count_up(job_);
  work(0);
  wait();
}

void Team::for_each(Index count, const std::function<void(Index)>& item) {
  run([&](int) {
    for (Index i = next(); i < count; i = next()) item(i);
  });
}

Team& team_of(int threads) {
  struct Kept {
    int threads = 0;
    pid_t process = 0;
    std::unique_ptr<Team> team;

    // A child process has none of its parent's threads: its copy of a team can be neither used nor joined.
    void forget_another_process() {
      if (process != getpid()) static_cast<void>(team.release());
    }
    ~Kept() { forget_another_process(); }
  };
  thread_local Kept kept;
  kept.forget_another_process();
  if (!kept.team || kept.threads != threads) {
    kept.team.reset();
    kept.threads = threads;
    kept.process = getpid();
    kept.team = std::make_unique<Team>(threads);
  }
  return *kept.team;
}

void Team::wait() {
  const unsigned round = round_.load(std::memory_order_acquire);
  if (waiting_.fetch_add(1, std::memory_order_acq_rel) + 1 < size_) return wait_for_change(round_, round);
  waiting_.store(0, std::memory_order_relaxed);
  next_.store(0, std::memory_order_relaxed);
  count_up(round_);
}

}  // namespace quantcheck::optimized
