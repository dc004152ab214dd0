#include <quantcheck/proofs_check/drive/kernel_process.h>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <thread>

#include <quantcheck/proofs_check/drive/kernel_library.h>
#include <quantcheck/proofs_check/text/format.h>
#include <quantcheck/proofs_check/text/printable.h>

namespace quantcheck::check::drive {
namespace {

using std::chrono::steady_clock;

// The time between two looks at whether a process that says nothing is still there.
constexpr int look_milliseconds = 20;

// A copy of a file under a number that is out of the way of those that the process is to find its files
// under.
int copied_up(int file) {
  const int copied = fcntl(file, F_DUPFD_CLOEXEC, 16);
  if (copied < 0) throw Error("no number free for a file of a kernel's process");
  return copied;
}

int moved_up(int file) {
  const int moved = copied_up(file);
  close(file);
  return moved;
}

std::string words_of_end(int status) {
  if (WIFSIGNALED(status))
    return format("killed by signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
  return format("exited with status %d", WEXITSTATUS(status));
}

bool is_reply(const KernelReply& reply, ssize_t size, std::int64_t number) {
  return size == static_cast<ssize_t>(sizeof reply) && reply.begin == KernelReply::mark &&
         reply.end == KernelReply::mark && reply.number == number;
}

std::string message_of(KernelReply reply) {
  reply.message.back() = '\0';
  if (reply.message.front() == '\0') return "no reason given";
  return printable(reply.message.data(), reply.message.size());
}

}  // namespace

KernelProcess::KernelProcess(const std::string& file, double seconds_at_most)
    : file_(file),
      name_(without_controls(std::filesystem::path(file).filename().string())),
      seconds_at_most_(seconds_at_most) {
  start();
}

KernelProcess::~KernelProcess() { end(); }

void KernelProcess::start() {
  std::array<int, 2> pair{};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0)
    throw Error("no socket to a kernel's process");
  socket_ = moved_up(pair[0]);
  const int theirs = moved_up(pair[1]);
  const int memory = copied_up(memory_.file());

  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, theirs, serve_socket);
  posix_spawn_file_actions_adddup2(&files, memory, serve_memory);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  std::string program = program_invocation_short_name;
  std::string serve = serve_argument;
  std::array<char*, 4> arguments{program.data(), serve.data(), file_.data(), nullptr};
  const int error = posix_spawn(&process_, "/proc/self/exe", &files, &attributes, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  close(theirs);
  close(memory);
  if (error != 0) {
    process_ = -1;
    end();
    throw Error("no process for a kernel: " + std::string(std::strerror(error)));
  }
  const KernelAnswer loaded = answer(0);
  if (loaded.complaint.empty()) return;
  end();
  throw Error(file_ + ": " + loaded.complaint);
}

std::string KernelProcess::end() {
  int status = 0;
  if (process_ > 0) {
    // The kernel may have moved to another process group and left processes in its old one, so both are
    // killed. Neither number can be another's before the process is waited for.
    kill(-process_, SIGKILL);
    kill(process_, SIGKILL);
    waitpid(process_, &status, 0);
  }
  if (socket_ >= 0) close(socket_);
  process_ = socket_ = -1;
  return words_of_end(status);
}

bool KernelProcess::has_ended() const {
  siginfo_t found{};
  return waitid(P_PID, static_cast<id_t>(process_), &found, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         found.si_pid == process_;
}

KernelAnswer KernelProcess::run(const LayerPlace& place, int threads) {
  try {
    if (process_ < 0) start();
  } catch (const Error& error) {
    return {0, error.what()};
  }
  // What a call has left running may have crashed since.
  if (has_ended()) return {0, end() + " after its last answer"};
  const KernelRequest request{++calls_, place, threads};
  static_cast<void>(send(socket_, &request, sizeof request, MSG_NOSIGNAL));
  return answer(request.number);
}

KernelAnswer KernelProcess::answer(std::int64_t number) {
  const auto started = steady_clock::now();
  while (std::chrono::duration<double>(steady_clock::now() - started).count() < seconds_at_most_) {
    // An answer counts even if the process has ended since. So its end is looked for before an answer is.
    const bool ended = has_ended();
    pollfd ready{socket_, POLLIN, 0};
    if (poll(&ready, 1, ended ? 0 : look_milliseconds) > 0 && (ready.revents & POLLIN) != 0) {
      KernelReply reply;
      const ssize_t size = recv(socket_, &reply, sizeof reply, 0);
      if (size > 0 && !is_reply(reply, size, number)) {
        end();
        return {0, "wrote to a file that is not its own, in place of an answer"};
      }
      if (size > 0) {
        if (reply.status == 0) return {reply.seconds, ""};
        if (number == 0) return {0, message_of(reply)};
        return {0, "returned " + std::to_string(reply.status) + ": " + message_of(reply)};
      }
      // Nobody holds the other end any more: the process is ending, or closed files that are not its own.
      std::this_thread::sleep_for(std::chrono::milliseconds(look_milliseconds));
    }
    if (ended) return {0, end() + ", without an answer"};
  }
  end();
  return {0, format("no answer in %g seconds (--time-limit)", seconds_at_most_)};
}

}  // namespace quantcheck::check::drive
