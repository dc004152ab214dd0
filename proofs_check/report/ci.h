// What is said of a run over several files, for a continuous-integration system above all.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/proofs_check/report/summary.h>

namespace quantcheck::check {

struct JudgedFile {
  Summary summary;
  std::string report;  // in full, as text_report has it; empty where the file could not be judged
};

/// How many files have which verdict, on a line: "3 files: 1 CONFORMS, 1 FAILS, 1 ERROR".
std::string verdict_counts(const std::vector<JudgedFile>& files);

/// JUnit XML: one testsuite "quantcheck verify", a testcase for each file under the class
/// "quantcheck.verify", in their order. A file that FAILS, or is UNDECIDED or DEGRADED, is a failure of that
/// type, with the report as its text: what cannot be told must not look green, as a skipped test does. A file
/// that could not be judged is an error. What conforms has its report as system-out. Depends on nothing but
/// the files: every time is 0 and there are no timestamps. UTF-8; names and messages by clean_text.
std::string junit_xml(const std::vector<JudgedFile>& files);

/// A table in GitHub's Markdown: file, verdict, how many are wrong, the first of them, cause, next step;
/// above it, how many files conform. Nothing in a file's name or message is read as Markdown or HTML.
std::string markdown_table(const std::vector<JudgedFile>& files);

}  // namespace quantcheck::check
