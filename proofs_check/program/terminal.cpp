#include <quantcheck/proofs_check/program/terminal.h>

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <quantcheck/proofs_check/io/printable.h>

namespace quantcheck::check::program {

using std::chrono::steady_clock;

void print_out(const std::string& text) {
  std::fputs(text.c_str(), stdout);
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    throw OutputError(std::string("standard output: ") + std::strerror(errno));
}

ProgressLine::ProgressLine(const std::string& name)
    : name_(without_controls(name)), enabled_(isatty(STDERR_FILENO) == 1), start_(steady_clock::now()) {}

ProgressLine::~ProgressLine() { clear(); }

Progress ProgressLine::callback() {
  if (!enabled_) return {};
  return [this](const char* stage, Index done, Index total) { show(stage, done, total); };
}

void ProgressLine::clear() {
  if (shown_) std::fputs("\r\033[K", stderr);
  shown_ = false;
}

void ProgressLine::show(const char* stage, Index done, Index total) {
  const auto now = steady_clock::now();
  const bool new_stage = done == 0;
  if (now - start_ < std::chrono::seconds(1) && !new_stage) return;
  if (!new_stage && now - last_ < std::chrono::milliseconds(100)) return;
  last_ = now;
  shown_ = true;
  std::fprintf(stderr, "\r\033[K%s: %s", name_.c_str(), stage);
  if (total > 1) std::fprintf(stderr, " %td of %td", done, total);
  std::fflush(stderr);
}

}  // namespace quantcheck::check::program
