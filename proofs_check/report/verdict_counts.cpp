#include <algorithm>

#include <quantcheck/proofs_check/report/ci.h>
#include <quantcheck/proofs_check/text/lines.h>

namespace quantcheck::check {

std::string verdict_counts(const std::vector<JudgedFile>& files) {
  std::string text = plural(std::ssize(files), "file");
  const char* separator = ": ";
  for (const std::optional<RunVerdict> verdict :
       {std::optional(RunVerdict::conforms), std::optional(RunVerdict::fails),
        std::optional(RunVerdict::degraded), std::optional(RunVerdict::undecided),
        std::optional<RunVerdict>()}) {
    const auto is = [&](const JudgedFile& file) { return file.summary.verdict == verdict; };
    const auto count = std::ranges::count_if(files, is);
    if (count == 0) continue;
    text += separator + std::to_string(count) + " " + verdict_word(std::ranges::find_if(files, is)->summary);
    separator = ", ";
  }
  return text + "\n";
}

}  // namespace quantcheck::check
