// Files that are written whole or not at all, wherever their paths lead.
#include <quantcheck/proofs_check/io/formats/output_file.h>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <span>
#include <sstream>
#include <thread>

#include <quantcheck/reference/error.h>

#include "raw_file.h"

namespace quantcheck::test {

using namespace check;

namespace {

namespace fs = std::filesystem;

class OutputFile : public testing::Test {
 protected:
  OutputFile() {
    std::string pattern = (fs::temp_directory_path() / "quantcheck-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~OutputFile() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  void write(const std::string& name, const std::string& text) const {
    write_file(path(name), std::as_bytes(std::span(text)));
  }
  std::string contents(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(path(name)).rdbuf();
    return text.str();
  }
  void make(const std::string& name, const std::string& text) const { std::ofstream(path(name)) << text; }
  mode_t mode(const std::string& name) const {
    struct stat status {};
    EXPECT_EQ(::stat(path(name).c_str(), &status), 0);
    return status.st_mode & 07777U;
  }
  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder_))
      found.push_back(entry.path().filename().string());
    std::sort(found.begin(), found.end());
    return found;
  }

  fs::path folder_;
};

using Names = std::vector<std::string>;

TEST_F(OutputFile, ANewOneHasTheModeOfTheMaskAndNothingElseIsThere) {
  const mode_t mask = umask(027);
  write("new", "text");
  umask(mask);
  EXPECT_EQ(contents("new"), "text");
  EXPECT_EQ(mode("new"), 0640U);
  EXPECT_EQ(names(), Names{"new"});
}

TEST_F(OutputFile, AnOldOneKeepsItsMode) {
  for (const mode_t kept : {0600U, 0664U, 0755U, 04711U}) {
    make("old", "a longer text than the new one");
    ::chmod(path("old").c_str(), kept);
    write("old", "new");
    EXPECT_EQ(contents("old"), "new");
    EXPECT_EQ(mode("old"), kept);
  }
}

TEST_F(OutputFile, LinksAreFollowed) {
  fs::create_directories(folder_ / "deep" / "er");
  make("deep/target", "old");
  fs::create_symlink("../target", folder_ / "deep" / "er" / "second");
  fs::create_symlink("deep/er/second", folder_ / "first");
  fs::create_symlink(folder_ / "deep" / "not yet", folder_ / "dangling");
  write("first", "new");
  write("dangling", "made");
  EXPECT_EQ(contents("deep/target"), "new");
  EXPECT_EQ(contents("deep/not yet"), "made");
  for (const char* link : {"first", "dangling", "deep/er/second"})
    EXPECT_TRUE(fs::is_symlink(folder_ / link)) << link;
  fs::create_symlink("circle", folder_ / "circle");
  EXPECT_TRUE(refused([&] { write("circle", ""); }, "circle"));
  EXPECT_TRUE(refused([&] { require_writable(path("circle")); }, "circle"));
}

TEST_F(OutputFile, WhatIsNoRegularFileIsWrittenTo) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  fs::create_symlink("pipe", folder_ / "link");
  std::string read;
  std::thread reader([&] { read = contents("pipe"); });
  require_writable(path("link"));
  write("link", "through");
  reader.join();
  EXPECT_EQ(read, "through");
  EXPECT_TRUE(fs::is_fifo(folder_ / "pipe"));
  write_file("/dev/null", {});
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_TRUE(refused([] { write_file("/dev/full", std::as_bytes(std::span("x"))); }, "writing failed"));
  fs::create_directory(folder_ / "folder");
  EXPECT_TRUE(refused([&] { write("folder", ""); }, "is a directory"));
  EXPECT_TRUE(refused([&] { require_writable(path("folder")); }, "is a directory"));
}

TEST_F(OutputFile, WhatIsOpenIsWrittenToWhereItStands) {
  const int file = ::open(path("open").c_str(), O_WRONLY | O_CREAT, 0600);
  ASSERT_EQ(::write(file, "before ", 7), 7);
  const std::string name = std::to_string(file);
  fs::create_symlink("/dev/fd/" + name, folder_ / "link");
  EXPECT_EQ(destination_of("/dev/fd/" + name).descriptor, file);
  EXPECT_EQ(destination_of("/proc/self/fd/" + name).descriptor, file);
  EXPECT_EQ(destination_of("/dev/stdout").descriptor, 1);
  EXPECT_EQ(destination_of(path("open")).descriptor, std::nullopt);
  write_file("/dev/fd/" + name, std::as_bytes(std::span("and ", 4)));
  require_writable(path("link"));
  write("link", "after");
  ::close(file);
  EXPECT_EQ(contents("open"), "before and after");
  const int read_only = ::open(path("open").c_str(), O_RDONLY);
  EXPECT_TRUE(refused([&] { require_writable("/dev/fd/" + std::to_string(read_only)); }, "reading only"));
  ::close(read_only);
  EXPECT_TRUE(refused([&] { require_writable("/dev/fd/" + std::to_string(read_only)); }, "Bad file"));
}

// Root may write everything, so for this test the process stops being root.
TEST_F(OutputFile, WhatMayNotBeWrittenIsNotReplaced) {
  make("theirs", "kept");
  ::chmod(path("theirs").c_str(), 0444);
  ::chmod(folder_.c_str(), 0777);
  const bool root = ::geteuid() == 0;
  if (root) {
    ASSERT_EQ(::seteuid(65534), 0);
  }
  const bool refused_it = refused([&] { write("theirs", "lost"); }, "Permission denied") &&
                          refused([&] { require_writable(path("theirs")); }, "Permission denied");
  if (root) {
    ASSERT_EQ(::seteuid(0), 0);
  }
  EXPECT_TRUE(refused_it);
  EXPECT_EQ(contents("theirs"), "kept");
  EXPECT_EQ(names(), Names{"theirs"});
}

TEST_F(OutputFile, WhatWasLeftBehindIsRemoved) {
  for (int k = 0; k < 1500; ++k) make(".a.quantcheck-" + std::to_string(k) + "-1", "part");
  make(".a.quantcheck-" + std::to_string(::getpid()) + "-2", "of a process that had this number");
  const Names others{".a.quantcheck-",    ".a.quantcheck-1", ".a.quantcheck-1-", ".a.quantcheck-1x-1",
                     ".b.quantcheck-1-1", "a.partial-1",     "a.quantcheck-1-1"};
  for (const std::string& other : others) make(other, "kept");
  fs::create_symlink(".b.quantcheck-1-1", folder_ / ".a.quantcheck-7-7");
  write("a", "whole");
  EXPECT_EQ(contents("a"), "whole");
  Names expected = others;
  expected.insert(expected.end(), {".a.quantcheck-7-7", "a"});
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(names(), expected);
}

TEST_F(OutputFile, WhatIsBeingWrittenIsNotRemoved) {
  const int file = ::open(path(".a.quantcheck-1-1").c_str(), O_WRONLY | O_CREAT, 0600);
  ASSERT_EQ(::flock(file, LOCK_EX), 0);
  write("a", "whole");
  EXPECT_EQ(names(), (Names{".a.quantcheck-1-1", "a"}));
  ::close(file);
  require_writable(path("a"));
  EXPECT_EQ(names(), Names{"a"});
}

TEST_F(OutputFile, AFullDiskLeavesTheOldContentAndNothingElse) {
  make("a", "old");
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const rlimit little{10'000, before.rlim_max};
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &little);
  const bool refused_it = refused([&] { write("a", std::string(100'000, 'x')); }, "writing failed");
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_TRUE(refused_it);
  EXPECT_EQ(contents("a"), "old");
  EXPECT_EQ(names(), Names{"a"});
}

TEST_F(OutputFile, AKillAtAnyMomentLeavesTheOldContentOrTheNew) {
  const std::string one(300'000, '1');
  const std::string two(300'000, '2');
  write("a", one);
  for (int k = 0; k < 30; ++k) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0)
      for (;;) {
        write("a", two);
        write("a", one);
      }
    ::usleep(static_cast<useconds_t>(137 * k));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const std::string found = contents("a");
    ASSERT_TRUE(found == one || found == two);
  }
  write("a", "at last");
  EXPECT_EQ(names(), Names{"a"});
}

TEST_F(OutputFile, SeveralProcessesMayWriteTheSameFile) {
  std::vector<pid_t> children;
  for (const char text : {'1', '2', '3'}) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      for (int k = 0; k < 2000; ++k) try {
          write("a", std::string(100, text));
        } catch (const Error&) {
          ::_exit(1);
        }
      ::_exit(0);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = -1;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(contents("a").size(), 100U);
  EXPECT_EQ(names(), Names{"a"});
}

TEST_F(OutputFile, ANameMayBeAsLongAsThereIs) {
  const std::string name(255, 'n');
  write(name, "text");
  write(name, "more");
  EXPECT_EQ(contents(name), "more");
  EXPECT_EQ(names(), Names{name});
}

TEST_F(OutputFile, AFolderThatCannotBeMadeIsSaidInWords) {
  make("file", "");
  EXPECT_TRUE(refused([&] { make_folder(path("file/below")); }, "file/below: cannot be made: Not a dir"));
  make_folder(path("x/y/z"));
  make_folder(path("x/y/z"));
  EXPECT_TRUE(fs::is_directory(folder_ / "x" / "y" / "z"));
}

}  // namespace
}  // namespace quantcheck::test
