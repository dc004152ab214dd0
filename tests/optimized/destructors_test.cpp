// Destructors of static and thread_local objects that call the library. They may, whatever was made first:
// they run when the library's own objects of that kind may be gone.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include <quantcheck/tests/optimized/every_function.h>

namespace quantcheck::test {
namespace {

using optimized::Execution;
using optimized::Target;

constexpr Execution execution{Target::scalar, 3};

// The results that a child process has to find, and the comparison with what it finds. It is on the heap so
// that it is never destroyed.
struct Expected {
  std::vector<Call> calls = every_function();
  std::vector<std::string> bytes;
  bool in_a_static = false;

  Expected() {
    for (const Call& call : calls) bytes.push_back(call.run(execution));
  }
  // Ends the process with status 42 where all results are as expected, and with 1 otherwise.
  [[noreturn]] void compare() const {
    for (std::size_t i = 0; i < calls.size(); ++i)
      if (calls[i].run(execution) != bytes[i]) _exit(1);
    _exit(42);
  }
};
Expected* expected = nullptr;

struct CallsWhenDestroyed {
  bool is_static = false;
  ~CallsWhenDestroyed() {
    if (expected != nullptr && expected->in_a_static == is_static) expected->compare();
  }
};

// Made before the objects that the library makes when they are first used, and so destroyed after them.
const CallsWhenDestroyed made_first{true};

void make_thread_local() {
  thread_local const CallsWhenDestroyed made{false};
  static_cast<void>(&made);
}

// The exit status of a child process that runs `run`. It is 42 where the child's destructor found what was
// expected.
int status_of_child(const std::function<void()>& run) {
  const pid_t child = fork();
  if (child == 0) {
    alarm(60);  // threads that are not there would be waited for forever
    expected = new Expected;
    run();
    std::exit(3);
  }
  int status = -1;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

TEST(Destructors, OfStaticObjectsMayCall) {
  EXPECT_EQ(status_of_child([] { expected->in_a_static = true; }), 42);
}

TEST(Destructors, OfStaticObjectsMayCallFirst) {
  EXPECT_EQ(status_of_child([] {
              std::thread([] {
                expected->in_a_static = true;
                std::exit(3);
              }).join();
            }),
            42);
}

TEST(Destructors, OfThreadLocalObjectsOfTheMainThreadMayCall) {
  EXPECT_EQ(status_of_child(make_thread_local), 42);
}

// The object is made before the thread calls the library, and so destroyed after what the library keeps for
// the thread.
TEST(Destructors, OfThreadLocalObjectsOfOtherThreadsMayCall) {
  EXPECT_EQ(status_of_child([] {
              std::thread([] {
                make_thread_local();
                expected->calls.front().run(execution);
              }).join();
            }),
            42);
}

TEST(Destructors, OfThreadLocalObjectsMayCallFirst) {
  EXPECT_EQ(status_of_child([] { std::thread(make_thread_local).join(); }), 42);
}

}  // namespace
}  // namespace quantcheck::test
