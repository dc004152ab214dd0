#include <unistd.h>

#include <algorithm>
#include <exception>
#include <new>
#include <string>

#include <quantcheck/optimized/parallel/default_environment.h>
#include <quantcheck/optimized/parallel/stop.h>
#include <quantcheck/optimized/parallel/team.h>

namespace quantcheck::optimized {
namespace {

// Waits until the counter is not `seen` any more. The other threads are microseconds away, so this thread
// keeps looking for a while; where there are more threads than cores, they need its core, which it then gives
// up.
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

// The calling thread's teams: the one of the size that was asked for last, and the thread alone, for small
// work between large. Static and thread_local objects are destroyed in an order that depends on which was
// made first, so that a destructor of the caller's may come after any of ours and call the library. This type
// therefore has no destructor, and can be used as long as the thread runs.
struct Kept {
  Team* team;
  Team* alone;
  int threads;
  pid_t process;
  bool closed;
  alignas(Team) std::byte room[sizeof(Team)];

  // A child process has none of its parent's threads: its copy of a team can be neither used nor joined.
  void leave() {
    if (process == getpid()) delete team;
    team = nullptr;
  }
  Team& by_itself() {
    if (alone == nullptr) alone = new (room) Team(1);
    return *alone;
  }
  void keep(int wanted) {
    if (team != nullptr && process == getpid() && threads == wanted) return;
    leave();
    threads = wanted;
    process = getpid();
    team = new Team(wanted);
  }
  // From then on the thread works alone, since nobody would end its helpers any more. A team of one holds
  // nothing that would have to be given back.
  void close() {
    leave();
    closed = true;
  }
};
constinit thread_local Kept kept{};

struct Closing {
  ~Closing() { kept.close(); }
};

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
    // There are no more threads or there is no more memory to be had: the threads that are there do it all.
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
  end_if_stopped();
  // An object that the caller destroys at the end of its thread or of the program, before or after
  // `at_the_end`, may still call the library. Once `at_the_end` is destroyed, its declaration must not be
  // passed again.
  if (kept.closed || threads == 1) return kept.by_itself();
  thread_local const Closing at_the_end;
  kept.keep(threads);
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
