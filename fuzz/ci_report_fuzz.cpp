// The JUnit XML and Markdown reports of names and messages of any bytes. They are well-formed, and the names
// and messages appear in them as text only.
#include <algorithm>
#include <cstdint>
#include <string>

#include <quantcheck/fuzz/require.h>
#include <quantcheck/proofs_check/report/ci.h>
#include <quantcheck/proofs_check/text/clean_text.h>
#include <quantcheck/tests/support/xml.h>

using namespace quantcheck::check;
using quantcheck::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  JudgedFile wrong{summarize_error(text, text), text};
  wrong.summary.verdict = RunVerdict::fails;
  wrong.summary.first_wrong = wrong.summary.cause = text;
  const std::vector<JudgedFile> files = {{summarize_error(text, text), ""}, wrong};

  const auto root =
      quantcheck::test::parse_xml(junit_xml(files));  // This throws if the XML is not well-formed.
  const auto& tests = root.children.at(0).children;
  require(tests.size() == 2, "not a test for each file");
  require(tests[0].attributes.at("name") == clean_text(text), "another name");
  require(tests[1].children.at(0).text.ends_with(clean_text(text, true)), "another report");
  require(clean_text(clean_text(text)) == clean_text(text), "clean text is not clean");

  const std::string table = markdown_table(files);
  require(std::ranges::count(table, '\n') == 6, "not a line for each file");
  require(table.find('<') == std::string::npos, "HTML in the table");
  for (std::size_t k = table.find("| ---"); (k = table.find('`', k)) != std::string::npos; ++k)
    require(table[k - 1] == '\\', "Markdown in the table");
  return 0;
}
