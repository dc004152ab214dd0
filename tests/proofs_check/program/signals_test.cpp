// A signal ends the program at once, by that signal, and nothing half-written is left.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include <quantcheck/proofs_check/io/formats/safetensors.h>
#include <quantcheck/tests/proofs_check/program/program_fixture.h>
#include <quantcheck/tests/support/pseudo_terminal.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {

using namespace check;

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

TensorView tensor(const char* name, const std::vector<float>& values, Index rows, Index cols) {
  return {name, Dtype::f32, {rows, cols}, std::as_bytes(std::span(values))};
}

class Signals : public ProgramTest {
 protected:
  void write_layer(Index out, Index in) const {
    const SampledLayer layer = sample_layer(out, in, 1);
    write_safetensors(
        (folder_ / "layer").string(), {},
        std::vector{tensor("weight", layer.weight, out, in), tensor("hessian", layer.hessian, in, in)});
  }

  // Starts the program with the output of a test that nobody reads.
  pid_t start(std::vector<std::string> arguments, bool ignoring = false) const {
    arguments.insert(arguments.begin(), "quantcheck");
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    // Before the child is there, so that no signal comes too early.
    const auto before = std::signal(SIGINT, ignoring ? SIG_IGN : SIG_DFL);
    const pid_t child = fork();
    if (child != 0) {
      std::signal(SIGINT, before);
      return child;
    }
    const int null = open("/dev/null", O_WRONLY);
    dup2(null, STDOUT_FILENO);
    dup2(null, STDERR_FILENO);
    if (chdir(folder_.c_str()) == 0) execv(QUANTCHECK_PROGRAM, argv.data());
    _exit(127);
  }

  pid_t start_quantizing() const {
    return start({"quantize", "--weight", "layer:weight", "--hessian", "layer:hessian", "--arithmetic",
                  "exact", "--group-size", "16", "--scales-block", "16", "--out", "made"});
  }

  // What is in the folder but for the layer, and for what `run` leaves.
  std::vector<std::string> left() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      const std::string name = entry.path().filename().string();
      if (name != "layer" && name != "out" && name != "err") names.push_back(name);
    }
    return names;
  }

  // The status of the child when it has ended, which it does before long.
  static int end_of(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    return status;
  }

  static bool is_running(pid_t child) {
    siginfo_t info{};
    waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOHANG | WNOWAIT);
    return info.si_pid == 0;
  }
};

TEST_F(Signals, EndALongRunByThemselves) {
  write_layer(1024, 1024);  // which is quantized once for each of 64 groups
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const pid_t child = start_quantizing();
    std::this_thread::sleep_for(300ms);
    ASSERT_TRUE(is_running(child)) << "it ended before it could be interrupted";
    kill(child, signal);
    const int status = end_of(child);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), signal);
    EXPECT_EQ(left(), std::vector<std::string>());
  }
}

// The signal comes as soon as the output is seen to be written, which may be just too late.
TEST_F(Signals, LeaveNoPartOfTheOutput) {
  write_layer(1024, 512);
  int interrupted = 0;
  for (int attempt = 0; attempt < 20; ++attempt) {
    const pid_t child =
        start({"quantize", "--weight", "layer:weight", "--hessian", "layer:hessian", "--out", "made"});
    const auto is_written = [&] {
      for (const std::string& name : left()) {
        std::error_code gone;
        if (name.starts_with(".made") && fs::file_size(folder_ / name, gone) > 0 && !gone) return true;
      }
      return false;
    };
    while (!is_written() && is_running(child)) std::this_thread::yield();
    kill(child, SIGINT);
    const int status = end_of(child);
    const std::vector<std::string> files = left();
    if (WIFSIGNALED(status)) {
      ++interrupted;
      EXPECT_EQ(WTERMSIG(status), SIGINT);
      EXPECT_TRUE(files.empty() || files == std::vector<std::string>{"made"}) << files.front();
    } else {
      EXPECT_EQ(files, std::vector<std::string>{"made"});
    }
    if (fs::exists(folder_ / "made")) {
      EXPECT_EQ(run("verify made").status, 0) << "attempt " << attempt;
      fs::remove(folder_ / "made");
    }
  }
  RecordProperty("interrupted", interrupted);
}

TEST_F(Signals, ThatAreIgnoredStayIgnored) {
  const pid_t child = start({"demo", "."}, true);
  for (int k = 0; k < 200 && is_running(child); ++k) {
    kill(child, SIGINT);
    std::this_thread::sleep_for(1ms);
  }
  const int status = end_of(child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

TEST_F(Signals, TakeTheLineOfProgressAway) {
  if (!has_pseudo_terminals()) GTEST_SKIP() << "no pseudo-terminal";
  const std::string text = shown_on_terminal(
      "cd '" + folder_.string() +
      "' && export TERM=xterm && mkfifo pipe && "
      "{ (sleep 2.7; kill -INT $(cat pid)) & sh -c 'echo $$ >pid; exec \"" QUANTCHECK_PROGRAM
      "\" verify pipe'; }");
  const std::size_t line = text.rfind("pipe: reading");
  ASSERT_NE(line, std::string::npos) << text;
  EXPECT_NE(text.find("\r\033[K", line), std::string::npos) << text;
}

}  // namespace
}  // namespace quantcheck::test
