// The measurements of a run, ready to report.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <quantcheck/bench/blas/openblas.h>
#include <quantcheck/bench/box_in_double.h>
#include <quantcheck/bench/kernels.h>
#include <quantcheck/bench/machine.h>
#include <quantcheck/bench/timing.h>
#include <quantcheck/proofs_check/judge/verdict.h>

namespace quantcheck::bench {

/// A limit of the machine.
struct LimitResult {
  std::string name;
  std::string unit;
  int threads = 0;
  double seconds = 0;            // the median, as everywhere in this file
  std::optional<double> spread;  // of the seconds, as timing.h defines it
  double rate = 0;               // in `unit`
  std::string task;              // the name of the fastest of the limit's tasks
};

/// One of our kernels. Its limit is the time that the same work takes at the rate of the BLAS: that of sgemm
/// for a sweep, that of dpotrf for a factorization, and both for the whole job.
struct KernelResult {
  Kernel kernel = Kernel::whole_job;
  Index out = 0;
  Index in = 0;
  int threads = 0;
  optimized::Target target = optimized::Target::scalar;
  double seconds = 0;
  std::optional<double> spread;
  double rate = 0;  // GFLOP/s
  std::optional<double> limit_seconds;
  std::optional<Triangle> triangle;  // the one in which dpotrf is faster, if dpotrf is part of the limit

  /// The kernel's rate as a share of its limit; nullopt where the limit was not measured.
  std::optional<double> share() const {
    return limit_seconds ? std::optional(*limit_seconds / seconds) : std::nullopt;
  }
};

/// The times of a library's kernel, and of ours on the same grid.
struct ComparisonResult {
  std::string library;
  std::string task;  // the name of the library's task
  std::string our_task;
  Index out = 0;
  Index in = 0;
  int threads = 0;
  double seconds = 0;
  std::optional<double> spread;
  double our_seconds = 0;
  std::optional<double> our_spread;
  Index different_codes = 0;
  std::string complaint;  // the reason why the library gave no answer; then there are no seconds
};

/// The verdict on the library's codes for a small layer, judged exactly.
struct JudgedResult {
  std::string layer;
  std::optional<check::RunVerdict> verdict;  // nullopt where there are no codes
  std::string complaint;                     // the reason why there are no codes
  std::string cause;                         // the dialect that the codes fit instead, empty if none
  std::string report;
  Index different_codes = 0;  // from ours
};

/// The box criterion for one of our results.
struct AccuracyResult {
  Index out = 0;
  Index in = 0;
  BoxInDouble box;
};

/// All measurements of a run.
struct Results {
  Machine machine;
  BlasDescription blas;
  optimized::Target target = optimized::Target::scalar;  // of the results in `kernels`
  Index rounds = 0;                                      // fewer for large layers and slow libraries
  std::vector<LimitResult> limits;
  std::vector<KernelResult> kernels;
  std::vector<KernelResult> other_targets;
  std::optional<AccuracyResult> accuracy;
  std::vector<JudgedResult> judged;
  std::vector<ComparisonResult> comparisons;
  std::vector<std::string> unsteady;  // the tasks of the limits that vary too much
  Timings timings;
};

}  // namespace quantcheck::bench
