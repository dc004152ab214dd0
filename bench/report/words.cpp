#include <quantcheck/bench/report/words.h>

#include <quantcheck/bench/report/report.h>
#include <quantcheck/proofs_check/program/options/exit_status.h>

namespace quantcheck::bench {
namespace {

const KernelResult* find(const std::vector<KernelResult>& results, Kernel kernel, Index out, Index in,
                         int threads) {
  for (const KernelResult& result : results)
    if (result.kernel == kernel && result.out == out && result.in == in && result.threads == threads)
      return &result;
  return nullptr;
}

void add_targets(std::vector<std::string>& remarks, const Results& results) {
  for (const KernelResult& other : results.other_targets) {
    const KernelResult* fastest = find(results.kernels, other.kernel, other.out, other.in, other.threads);
    if (!fastest) continue;
    remarks.push_back(format("%s takes %.2f times as long as %s: %s, %s, %s.",
                             std::string(name_of(other.target)).c_str(), other.seconds / fastest->seconds,
                             std::string(name_of(results.target)).c_str(), kernel_words(other.kernel).c_str(),
                             shape_words(other.out, other.in).c_str(), threads_words(other.threads).c_str()));
  }
}

void add_scaling(std::vector<std::string>& remarks, const Results& results) {
  for (const KernelResult& result : results.kernels) {
    if (result.kernel != Kernel::whole_job || result.threads == 1) continue;
    const KernelResult* single = find(results.kernels, result.kernel, result.out, result.in, 1);
    if (!single) continue;
    remarks.push_back(format("%s are %.2f times as fast as one: whole job, %s.",
                             threads_words(result.threads).c_str(), single->seconds / result.seconds,
                             shape_words(result.out, result.in).c_str()));
  }
}

// Adds warnings of what makes the figures less reliable. The FMA loop works on registers alone, so several
// threads are limited only by the cores that they get.
void add_warnings(std::vector<std::string>& remarks, const Results& results) {
  if (results.target == optimized::Target::avx512 && !results.blas.avx512)
    remarks.push_back("Careful: these kernels of OpenBLAS do not use AVX-512, so the shares flatter.");
  const LimitResult* single = nullptr;
  for (const LimitResult& limit : results.limits) {
    if (!limit.name.starts_with("FMA f32")) continue;
    if (limit.threads == 1) single = &limit;
    if (!single || limit.rate > 0.9 * limit.threads * single->rate) continue;
    remarks.push_back(format(
        "Careful: %s reach only %.2f times the FMA rate of one. Other work took cores, or they share them.",
        threads_words(limit.threads).c_str(), limit.rate / single->rate));
  }
  const std::string unsteady = unsteady_words(results.timings, results.unsteady);
  if (!unsteady.empty()) remarks.push_back(unsteady);
}

}  // namespace

std::string shape_words(Index out, Index in) { return format("%td x %td", out, in); }

std::string threads_words(int threads) { return format("%d thread%s", threads, threads == 1 ? "" : "s"); }

std::string milliseconds(double seconds) {
  const double ms = seconds * 1e3;
  return format("%.*f", ms < 10 ? 3 : ms < 100 ? 2 : ms < 1000 ? 1 : 0, ms);
}

std::string share_words(const KernelResult& result) {
  return result.limit_seconds ? format("%.2f", *result.share()) : "-";
}

std::string kernel_words(Kernel kernel) {
  return kernel == Kernel::whole_job ? "whole job" : name_of(kernel);
}

std::string machine_words(const Results& results) {
  return results.machine.processor + ", " + threads_words(results.machine.threads);
}

std::string blas_words(const BlasDescription& blas) {
  std::string words = "OpenBLAS " + blas.version + ", kernels for " + blas.core;
  if (!blas.overridden.empty()) words += " (instead of " + blas.overridden + ", which it would have taken)";
  return words;
}

std::string setting_words(const Results& results) {
  return format("Medians of %td round%s, every task once in each, in memory that is kept between them. ",
                results.rounds, results.rounds == 1 ? "" : "s") +
         "4 bits, symmetric, a scale for each row, natural order, 1% damping.\n"
         "Spread: from quartile to quartile, of the median. Of dpotrf's and spotrf's two triangles the "
         "faster is the "
         "limit.";
}

int exit_status_of(const Results& results) {
  using namespace check::program;
  int status = exit_good;
  for (const JudgedResult& judged : results.judged)
    status = worse_status(status, judged.verdict ? status_of(*judged.verdict) : exit_usage);
  for (const ComparisonResult& comparison : results.comparisons)
    if (!comparison.complaint.empty()) status = worse_status(status, exit_usage);
  return status;
}

std::vector<std::string> remarks(const Results& results) {
  std::vector<std::string> remarks;
  add_warnings(remarks, results);
  add_scaling(remarks, results);
  add_targets(remarks, results);
  if (results.accuracy) {
    const auto& [out, in, box] = *results.accuracy;
    const std::string beyond =
        box.outside > 0 ? format(", by %.2g of a step at most", box.largest_excess) : std::string();
    remarks.push_back(format("Outside the box: %td of %td decisions", box.outside, box.decisions) + beyond +
                      ": " + shape_words(out, in) + ", evaluated in double, no certificate.");
  }
  return remarks;
}

}  // namespace quantcheck::bench
