#include <algorithm>

#include <quantcheck/bench/report/report.h>
#include <quantcheck/bench/report/words.h>
#include <quantcheck/proofs_check/report/report.h>

namespace quantcheck::bench {
namespace {

std::vector<int> thread_counts(const Results& results) {
  std::vector<int> counts;
  const auto add = [&](int threads) {
    if (std::find(counts.begin(), counts.end(), threads) == counts.end()) counts.push_back(threads);
  };
  for (const LimitResult& limit : results.limits) add(limit.threads);
  for (const KernelResult& kernel : results.kernels) add(kernel.threads);
  return counts;
}

void add_limits(std::string& text, const Results& results) {
  if (results.limits.empty()) return;
  const std::vector<int> counts = thread_counts(results);
  text += format("\n%-24s", "The machine");
  for (const int threads : counts) text += format("%12s%8s", threads_words(threads).c_str(), "spread");
  text += "\n";
  std::string done;
  for (const LimitResult& row : results.limits) {
    if (row.threads != results.limits.front().threads) break;
    text += format("  %-22s", row.name.c_str());
    for (const int threads : counts)
      for (const LimitResult& limit : results.limits)
        if (limit.name == row.name && limit.threads == threads)
          text += format("%12.1f%8s", limit.rate, spread_words(limit.spread).c_str());
    text += "  " + row.unit + "\n";
  }
}

std::string limit_words(const KernelResult& result) {
  const std::string triangle = result.triangle ? std::string(", ") + name_of(*result.triangle) : "";
  switch (result.kernel) {
    case Kernel::factorization:
      return "dpotrf" + triangle;
    case Kernel::sweep:
      return "sgemm's rate";
    default:
      return "both" + triangle;
  }
}

void add_kernels(std::string& text, const Results& results, int threads) {
  text += "\nThe quantizer, " + threads_words(threads) + ", " + std::string(name_of(results.target)) + "\n";
  text += format("  %-14s%-15s%10s%8s%10s%12s  %-14s%6s\n", "out x in", "", "ms", "spread", "GFLOP/s",
                 "limit, ms", "", "share");
  std::string last_shape;
  for (const KernelResult& result : results.kernels) {
    if (result.threads != threads) continue;
    const std::string shape = shape_words(result.out, result.in);
    text += format("  %-14s%-15s%10s%8s%10.1f%12s  %-14s%6s\n", shape == last_shape ? "" : shape.c_str(),
                   kernel_words(result.kernel).c_str(), milliseconds(result.seconds).c_str(),
                   spread_words(result.spread).c_str(), result.rate,
                   result.limit_seconds ? milliseconds(*result.limit_seconds).c_str() : "-",
                   limit_words(result).c_str(), share_words(result).c_str());
    last_shape = shape;
  }
}

void add_comparisons(std::string& text, const Results& results) {
  if (results.comparisons.empty()) return;
  const ComparisonResult& first = results.comparisons.front();
  text += "\n" + first.library + " and ours, the whole job on the same grid, " +
          threads_words(first.threads) + "\n";
  text += format("  %-14s%12s%8s%12s%8s%8s  %s\n", "out x in", "theirs, ms", "spread", "ours, ms", "spread",
                 "ratio", "codes that differ");
  for (const ComparisonResult& c : results.comparisons)
    if (!c.complaint.empty())
      text += format("  %-14sno answer: ", shape_words(c.out, c.in).c_str()) + c.complaint + "\n";
    else
      text += format("  %-14s%12s%8s%12s%8s%8.2f  %td of %td\n", shape_words(c.out, c.in).c_str(),
                     milliseconds(c.seconds).c_str(), spread_words(c.spread).c_str(),
                     milliseconds(c.our_seconds).c_str(), spread_words(c.our_spread).c_str(),
                     c.seconds / c.our_seconds, c.different_codes, c.out * c.in);
}

}  // namespace

std::string text_report(const Results& results) {
  std::string text = machine_words(results) + "; " + blas_words(results.blas) + "\n";
  if (results.rounds > 0) text += setting_words(results) + "\n";
  add_limits(text, results);
  for (const int threads : thread_counts(results))
    if (std::any_of(results.kernels.begin(), results.kernels.end(),
                    [&](const KernelResult& result) { return result.threads == threads; }))
      add_kernels(text, results, threads);
  const std::vector<std::string> said = remarks(results);
  if (!said.empty()) text += "\n";
  for (const std::string& remark : said) text += remark + "\n";
  add_comparisons(text, results);
  return text;
}

std::string judged_text(const std::string& library, const JudgedResult& judged) {
  if (!judged.verdict)
    return format("NO ANSWER  %s on %s: ", library.c_str(), judged.layer.c_str()) + judged.complaint + "\n";
  if (*judged.verdict != check::RunVerdict::conforms) return judged.report;
  return format("%-10s %s on %s; %td codes differ from ours\n", check::name_of(*judged.verdict),
                library.c_str(), judged.layer.c_str(), judged.different_codes);
}

}  // namespace quantcheck::bench
