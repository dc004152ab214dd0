#include <algorithm>

#include <quantcheck/bench/report/report.h>
#include <quantcheck/bench/report/words.h>

namespace quantcheck::bench {
namespace {

const LimitResult* find(const Results& results, const std::string& name, int threads) {
  for (const LimitResult& limit : results.limits)
    if (limit.threads == threads && limit.name.starts_with(name)) return &limit;
  return nullptr;
}

// The cells for the time and the share of a kernel, on the layer of `row` and with as many threads.
std::string cells(const Results& results, Kernel kernel, const KernelResult& row) {
  for (const KernelResult& result : results.kernels)
    if (result.kernel == kernel && result.out == row.out && result.in == row.in &&
        result.threads == row.threads)
      return " " + milliseconds(result.seconds) + " ms (" + spread_words(result.spread) + ") | " +
             share_words(result) + " |";
  return " - | - |";
}

}  // namespace

std::string markdown_report(const Results& results) {
  int threads = 0;
  for (const KernelResult& result : results.kernels) threads = std::max(threads, result.threads);
  std::string text = machine_words(results) + "; " + blas_words(results.blas) + ".\n";
  text += setting_words(results) + "\nOn " + threads_words(threads) + ", target " +
          std::string(name_of(results.target)) + ":\n";
  for (const char* name : {"FMA f32", "FMA f64", "sgemm", "dgemm", "dpotrf"})
    if (const LimitResult* limit = find(results, name, threads))
      text += format("%s: %.0f %s (%s). ", limit->name.c_str(), limit->rate, limit->unit.c_str(),
                     spread_words(limit->spread).c_str());
  text +=
      "\n\nIn brackets the spread.\n\n| out x in | factorization | of dpotrf's rate | sweep | of sgemm's "
      "rate | whole job | of both |\n"
      "| --- | --- | --- | --- | --- | --- | --- |\n";
  for (const KernelResult& result : results.kernels)
    if (result.threads == threads && result.kernel == Kernel::whole_job) {
      text += "| " + shape_words(result.out, result.in) + " |";
      for (const Kernel kernel : {Kernel::factorization, Kernel::sweep, Kernel::whole_job})
        text += cells(results, kernel, result);
      text += "\n";
    }
  text += "\n";
  for (const std::string& remark : remarks(results)) text += "- " + remark + "\n";
  return text;
}

}  // namespace quantcheck::bench
