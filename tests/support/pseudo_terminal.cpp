#include <quantcheck/tests/support/pseudo_terminal.h>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>

namespace quantcheck::test {
namespace {

[[noreturn]] void run_on(const char* terminal, const std::string& command) {
  setsid();
  const int end = open(terminal, O_RDWR);
  winsize size{};
  size.ws_row = 24;
  size.ws_col = 80;
  if (end < 0 || ioctl(end, TIOCSWINSZ, &size) != 0) _exit(126);
  dup2(end, STDOUT_FILENO);
  dup2(end, STDERR_FILENO);
  execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
  _exit(127);
}

// The descriptor of the controlling end; -1 where there is no pseudo-terminal.
int open_pseudo_terminal() {
  const int end = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (end < 0 || (grantpt(end) == 0 && unlockpt(end) == 0 && ptsname(end) != nullptr)) return end;
  close(end);
  return -1;
}

}  // namespace

bool has_pseudo_terminals() {
  const int end = open_pseudo_terminal();
  if (end >= 0) close(end);
  return end >= 0;
}

std::string shown_on_terminal(const std::string& command) {
  const int end = open_pseudo_terminal();
  if (end < 0) throw std::runtime_error("no pseudo-terminal");
  const std::string terminal = ptsname(end);
  const pid_t child = fork();
  if (child == 0) run_on(terminal.c_str(), command);
  std::string shown;
  std::array<char, 4096> buffer{};
  for (ssize_t got = 0; (got = read(end, buffer.data(), buffer.size())) > 0;)
    for (ssize_t k = 0; k < got; ++k)
      if (buffer[k] == '\n' && shown.ends_with('\r'))
        shown.back() = '\n';
      else
        shown += buffer[k];
  waitpid(child, nullptr, 0);  // the child has closed all descriptors of its end
  close(end);
  return shown;
}

}  // namespace quantcheck::test
