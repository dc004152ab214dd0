// A file that is written when a signal ends the process: nothing of it is left.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <quantcheck/proofs_check/io/formats/output_file.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::test {

using namespace check;

namespace {

namespace fs = std::filesystem;

constexpr int ended_by_handler = 42;

extern "C" void discard_and_end(int) {
  discard_unfinished_file();
  _exit(ended_by_handler);
}

// Writes far more than files may hold, so that a signal comes in the middle of it.
[[noreturn]] void write_too_much(const std::string& path, void (*handler)(int)) {
  const rlimit limit{4096, 4096};
  setrlimit(RLIMIT_FSIZE, &limit);
  std::signal(SIGXFSZ, handler);
  try {
    write_file(path, std::vector<std::byte>(100'000));
  } catch (const Error&) {
  }
  _exit(0);
}

int status_of_writing(const std::string& path, void (*handler)(int)) {
  const pid_t child = fork();
  if (child == 0) write_too_much(path, handler);
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

class UnfinishedFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("quantcheck-unfinished-" + std::to_string(getpid()));
    fs::create_directories(folder_);
    std::ofstream(folder_ / "file") << "old";
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path() const { return (folder_ / "file").string(); }
  std::ptrdiff_t files() const {
    return std::distance(fs::directory_iterator(folder_), fs::directory_iterator());
  }
  std::string content() const {
    std::ostringstream text;
    text << std::ifstream(path()).rdbuf();
    return text.str();
  }

  fs::path folder_;
};

TEST_F(UnfinishedFile, IsDiscardedByAHandler) {
  const int status = status_of_writing(path(), discard_and_end);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), ended_by_handler) << "no signal came while it was written";
  EXPECT_EQ(files(), 1);
  EXPECT_EQ(content(), "old");
}

// That the test above looks at the right moment.
TEST_F(UnfinishedFile, IsLeftByASignalThatNobodyHandles) {
  EXPECT_TRUE(WIFSIGNALED(status_of_writing(path(), SIG_DFL)));
  EXPECT_EQ(files(), 2);
  EXPECT_EQ(content(), "old");
}

TEST_F(UnfinishedFile, ThereIsNoneBeforeAndAfter) {
  discard_unfinished_file();
  write_file(path(), std::vector<std::byte>(3));
  discard_unfinished_file();
  EXPECT_EQ(files(), 1);
  EXPECT_EQ(fs::file_size(path()), 3U);
}

}  // namespace
}  // namespace quantcheck::test
