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

struct LimitResult {
  std::string name;
  std::string unit;
  int threads = 0;
  double seconds = 0;            // median, as everywhere here
  std::optional<double> spread;  // of the seconds, as in timing.h
  double rate = 0;               // in `unit`
  std::string task;              // the fastest of those that are alike
};

/// One of our kernels. Its limit is what the same work takes at the rate of the BLAS: sgemm's for a sweep,
/// dpotrf for a factorization, both for the whole job.
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
  std::optional<Triangle> triangle;  // on which dpotrf is faster, where it is part of the limit

  std::optional<double> share() const {
    return limit_seconds ? std::optional(*limit_seconds / seconds) : std::nullopt;
  }
};

/// A library's kernel, and ours on the same grid.
struct ComparisonResult {
  std::string library;
  Index out = 0;
  Index in = 0;
  int threads = 0;
  double seconds = 0;
  std::optional<double> spread;
  double our_seconds = 0;
  std::optional<double> our_spread;
  Index different_codes = 0;
  std::string complaint;  // what there was instead of an answer: then there are no seconds
};

/// The library's codes for a small layer, judged exactly.
struct JudgedResult {
  std::string layer;
  std::optional<check::RunVerdict> verdict;  // none where there are no codes
  std::string complaint;                     // what there was instead
  std::string cause;                         // the dialect that fits instead; empty if none
  std::string report;
  Index different_codes = 0;  // from ours
};

struct AccuracyResult {
  Index out = 0;
  Index in = 0;
  BoxInDouble box;
};

struct Results {
  Machine machine;
  BlasDescription blas;
  optimized::Target target = optimized::Target::scalar;  // of `kernels`
  Index rounds = 0;                                      // of large layers and slow libraries fewer
  std::vector<LimitResult> limits;
  std::vector<KernelResult> kernels;
  std::vector<KernelResult> other_targets;
  std::optional<AccuracyResult> accuracy;
  std::vector<JudgedResult> judged;
  std::vector<ComparisonResult> comparisons;
  std::vector<std::string> unsteady;  // the limits that vary too much, by task
  Timings timings;
};

}  // namespace quantcheck::bench
