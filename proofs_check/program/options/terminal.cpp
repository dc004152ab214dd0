#include <quantcheck/proofs_check/program/options/terminal.h>

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/proofs_check/text/printable.h>

namespace quantcheck::check::program {

using std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

constexpr auto quiet = 2s;
constexpr auto repaint_every = 100ms;

const steady_clock::time_point program_start = steady_clock::now();

constexpr std::string_view erase_line = "\r\033[K";

std::atomic<bool> line_is_shown = false;

double seconds_since_start() {
  return std::chrono::duration<double>(steady_clock::now() - program_start).count();
}

// Whether this is a terminal that knows escape sequences.
bool is_terminal(int descriptor) {
  const char* kind = std::getenv("TERM");
  return isatty(descriptor) == 1 && kind != nullptr && *kind != '\0' && std::string_view(kind) != "dumb";
}

bool colour_refused() {
  const char* refusal = std::getenv("NO_COLOR");
  return refusal != nullptr && *refusal != '\0';
}

const char* colour_of(RunVerdict verdict) {
  switch (verdict) {
    case RunVerdict::conforms:
      return "\033[32m";
    case RunVerdict::fails:
      return "\033[31m";
    case RunVerdict::degraded:
    case RunVerdict::undecided:
      break;
  }
  return "\033[33m";
}

// The line, cut to the width of the terminal, because a line that wraps could not be taken away. A byte is at
// least as wide as what it shows.
std::string cut_to_width(std::string line) {
  winsize size{};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  const std::size_t width = (known ? size.ws_col : 80U) - 1U;
  if (line.size() <= width) return line;
  std::size_t end = width;
  // The cut is not to be within a character.
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xc0) == 0x80) --end;
  line.resize(end);
  return line;
}

}  // namespace

std::string in_colour(std::string report, RunVerdict verdict) {
  if (!is_terminal(STDOUT_FILENO) || colour_refused()) return report;
  const std::string_view word = name_of(verdict);
  const std::size_t begin = report.find(word, report.find('\n'));
  if (begin == std::string::npos) return report;
  report.insert(begin + word.size(), "\033[0m");
  return report.insert(begin, colour_of(verdict));
}

ProgressLine::ProgressLine(const std::string& name) : name_(without_controls(name)) {
  if (is_terminal(STDERR_FILENO)) painter_ = std::thread([this] { repaint_until_the_end(); });
}

ProgressLine::~ProgressLine() {
  {
    const std::lock_guard lock(mutex_);
    end_ = true;
  }
  ended_.notify_one();
  if (painter_.joinable()) painter_.join();
  clear();
}

Progress ProgressLine::callback() {
  if (!painter_.joinable()) return {};
  return [this](const char* stage, Index done, Index total) {
    std::string words = stage;
    if (total > 1) words += " " + std::to_string(done) + " of " + std::to_string(total);
    const double time = seconds_since_start();
    const std::lock_guard lock(mutex_);
    stage_ = std::move(words);
    left_.report(time, stage, done, total);
  };
}

void ProgressLine::clear() {
  const std::lock_guard lock(mutex_);
  stage_.clear();
  paint("");
}

void ProgressLine::paint(const std::string& line) {
  if (line == painted_) return;
  painted_ = line;
  std::fprintf(stderr, "%s%s", erase_line.data(), line.c_str());
  std::fflush(stderr);
  line_is_shown = !line.empty();
}

void ProgressLine::repaint_until_the_end() {
  std::unique_lock lock(mutex_);
  auto next = std::max(program_start + quiet, steady_clock::now());
  while (!ended_.wait_until(lock, next, [this] { return end_; })) {
    if (!stage_.empty()) {
      const double age = seconds_since_start();
      const std::optional<double> left = left_.at(age);
      paint(cut_to_width(name_ + ": " + stage_ + " (" + std::to_string(static_cast<long long>(age)) + " s" +
                         (left ? ", " + duration_words(*left) + " left" : "") + ")"));
    }
    next = steady_clock::now() + repaint_every;
  }
}

void erase_progress_line() noexcept {
  if (line_is_shown) static_cast<void>(::write(STDERR_FILENO, erase_line.data(), erase_line.size()) == 0);
}

}  // namespace quantcheck::check::program
