#include <algorithm>

#include <quantcheck/proofs_check/report/ci.h>
#include <quantcheck/proofs_check/text/clean_text.h>
#include <quantcheck/proofs_check/text/xml.h>

namespace quantcheck::check {
namespace {

std::string attribute(const char* name, const std::string& value) {
  return std::string(" ") + name + "=\"" + xml_escaped(clean_text(value)) + "\"";
}

std::string content(const std::string& text) { return xml_escaped(clean_text(text, true)); }

// The element of a test that did not pass: <failure> or <error>.
std::string complaint(const char* element, const JudgedFile& file) {
  const Summary& said = file.summary;
  std::string message = said.headline;
  if (!said.first_wrong.empty()) message += "; first wrong: " + said.first_wrong;
  if (!said.half.empty()) message += "; half: " + said.half;
  if (!said.cause.empty()) message += "; cause: " + said.cause;
  return std::string("<") + element + attribute("type", verdict_word(said)) + attribute("message", message) +
         ">" + content(file.report.empty() ? message : file.report) + "</" + element + ">";
}

std::string testcase(const JudgedFile& file) {
  const std::optional<RunVerdict>& verdict = file.summary.verdict;
  std::string xml = "    <testcase classname=\"quantcheck.verify\"" + attribute("name", file.summary.file) +
                    " time=\"0\">\n      ";
  if (!verdict)
    xml += complaint("error", file);
  else if (*verdict != RunVerdict::conforms)
    xml += complaint("failure", file);
  else
    xml += "<system-out>" + content(file.report) + "</system-out>";
  return xml + "\n    </testcase>\n";
}

}  // namespace

std::string junit_xml(const std::vector<JudgedFile>& files) {
  const auto errors = std::ranges::count_if(files, [](const JudgedFile& f) { return !f.summary.verdict; });
  const auto good = std::ranges::count_if(
      files, [](const JudgedFile& f) { return f.summary.verdict == RunVerdict::conforms; });
  const auto failures = std::ssize(files) - errors - good;
  const std::string counts = " name=\"quantcheck verify\" tests=\"" + std::to_string(files.size()) +
                             "\" failures=\"" + std::to_string(failures) + "\" errors=\"" +
                             std::to_string(errors) + "\" time=\"0\">\n";
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + counts + "  <testsuite" + counts;
  for (const JudgedFile& file : files) xml += testcase(file);
  return xml + "  </testsuite>\n</testsuites>\n";
}

}  // namespace quantcheck::check
