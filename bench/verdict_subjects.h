// The cases that verdicts are timed on, in files.
#pragma once

#include <string>

#include <quantcheck/bench/layer.h>
#include <quantcheck/proofs_check/cases/layer.h>

namespace quantcheck::bench {

/// A new folder for files, which is removed with all that is in it.
class TemporaryFolder {
 public:
  /// Throws Error where the system has no room for one.
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// A layer, and the files of two cases of it. The codes are those of GPTQ in float32, asymmetric with 4 bits in
/// groups of 128, damped by 1%. The sound case says so. The faulty one declares the natural order, but its
/// columns were taken in act-order, which the judge has to find out.
struct VerdictSubjects {
  check::Layer layer;
  std::string sound;
  std::string faulty;
};

/// Writes these files to the folder. The layer becomes that of `from`, the same numbers.
VerdictSubjects make_subjects(const Layer& from, const std::string& folder);

}  // namespace quantcheck::bench
