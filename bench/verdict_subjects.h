// The cases that verdicts are timed on, in files.
#pragma once

#include <string>

#include <quantcheck/bench/layer.h>
#include <quantcheck/proofs_check/cases/layer.h>

namespace quantcheck::bench {

/// A file in memory, which this process and those that it starts can open by its path. Nothing of it is left
/// when the process ends, however it does.
class MemoryFile {
 public:
  /// Throws Error where the system has no such files.
  explicit MemoryFile(const std::string& name);
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  std::string path() const;

 private:
  int descriptor_;
};

/// A layer, and the files of two cases of it. The codes are those of GPTQ in float32, asymmetric with 4 bits
/// in groups of 128, damped by 1%. The sound case says so. The faulty one declares the natural order, but its
/// columns were taken in act-order, which the judge has to find out.
struct VerdictSubjects {
  /// The layer becomes that of `from`, with the same numbers.
  explicit VerdictSubjects(const Layer& from);

  check::Layer layer;
  MemoryFile sound{"sound"};
  MemoryFile faulty{"faulty"};
};

}  // namespace quantcheck::bench
