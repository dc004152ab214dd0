// Standard output and the terminal.
#pragma once

#include <chrono>
#include <string>

#include <quantcheck/proofs_check/judge/progress.h>
#include <quantcheck/reference/error.h>

namespace quantcheck::check::program {

/// Standard output cannot be written: the disk is full, say.
struct OutputError : Error {
  using Error::Error;
};

/// Writes to standard output, at once. Throws OutputError: a report that was lost must not look like a good
/// one.
void print_out(const std::string& text);

/// One line on standard error that long work rewrites; nothing where that is no terminal.
class ProgressLine {
 public:
  explicit ProgressLine(const std::string& name);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// Refers to this object.
  Progress callback();
  void clear();

 private:
  void show(const char* stage, Index done, Index total);

  std::string name_;
  bool enabled_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace quantcheck::check::program
