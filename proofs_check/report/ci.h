// Reports of a run over several files, for a continuous-integration system above all.
#pragma once

#include <string>
#include <vector>

#include <quantcheck/proofs_check/report/summary.h>

namespace quantcheck::check {

/// A file that was judged, in short and in full.
struct JudgedFile {
  Summary summary;
  std::string report;  // in full, as text_report has it; empty where the file could not be judged
};

/// A line that says how many files have which verdict: "3 files: 1 CONFORMS, 1 FAILS, 1 ERROR".
std::string verdict_counts(const std::vector<JudgedFile>& files);

/// JUnit XML: one testsuite "quantcheck verify", with a testcase for each file under the class
/// "quantcheck.verify", in their order. A file that FAILS, or is UNDECIDED or DEGRADED, is a failure of that
/// type, with the report as its text, because what cannot be told must not look green, as a skipped test
/// does. A file that could not be judged is an error. A file that conforms has its report as system-out. The
/// text depends on nothing but the files: every time is 0 and there are no timestamps. It is UTF-8; names and
/// messages go through clean_text.
std::string junit_xml(const std::vector<JudgedFile>& files);

/// A table in GitHub's Markdown: file, verdict, how many are wrong, the first of them, cause, next step.
/// Above it is said how many files conform. Nothing in a file's name or message is read as Markdown or HTML.
std::string markdown_table(const std::vector<JudgedFile>& files);

}  // namespace quantcheck::check
