#include <quantcheck/proofs_check/program/options/output.h>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include <quantcheck/proofs_check/io/formats/output_file.h>
#include <quantcheck/proofs_check/program/options/exit_status.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check::program {
namespace {

int output_error = 0;  // the errno of the first write that failed

}  // namespace

void keep_output_in_order() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  // /dev/null is opened for reading only, so that writing to it fails.
  int opened = 0;
  while (opened >= 0 && opened <= STDERR_FILENO) opened = ::open("/dev/null", O_RDONLY);
  if (opened > STDERR_FILENO) ::close(opened);
}

void print_out(std::string_view text) {
  if (output_error != 0) return;
  errno = 0;
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if (!written || std::fflush(stdout) != 0) output_error = errno != 0 ? errno : EIO;
}

int status_with_output(int status) {
  if (output_error == 0 || output_error == EPIPE || output_error == EBADF) return status;
  std::fprintf(stderr, "quantcheck: standard output: %s\n", std::strerror(output_error));
  return worse_status(status, exit_usage);
}

bool is_standard_output(const std::string& path) {
  return path == "-" || destination_of(path).descriptor == STDOUT_FILENO;
}

void write_output(const std::string& path, std::span<const std::byte> bytes) {
  if (!is_standard_output(path)) return write_file(path, bytes);
  print_out({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  if (output_error != 0) throw Error(path + ": writing failed: " + std::strerror(output_error));
}

void write_output(const std::string& path, std::string_view text) {
  write_output(path, std::as_bytes(std::span(text)));
}

}  // namespace quantcheck::check::program
