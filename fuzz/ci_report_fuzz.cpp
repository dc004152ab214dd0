// JUnit XML and Markdown of names and messages of any bytes: well-formed, and nothing but text.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <quantcheck/proofs_check/report/ci.h>
#include <quantcheck/proofs_check/report/clean_text.h>
#include <quantcheck/tests/support/xml.h>

using namespace quantcheck::check;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  JudgedFile wrong{summarize_error(text, text), text};
  wrong.summary.verdict = RunVerdict::fails;
  wrong.summary.first_wrong = wrong.summary.cause = text;
  const std::vector<JudgedFile> files = {{summarize_error(text, text), ""}, wrong};

  const auto root = quantcheck::test::parse_xml(junit_xml(files));  // throws what it cannot parse
  const auto& tests = root.children.at(0).children;
  require(tests.size() == 2);
  require(tests[0].attributes.at("name") == clean_text(text));
  require(tests[1].children.at(0).text.ends_with(clean_text(text, true)));
  require(clean_text(clean_text(text)) == clean_text(text));

  const std::string table = markdown_table(files);
  require(std::ranges::count(table, '\n') == 6);
  require(table.find('<') == std::string::npos);
  for (std::size_t k = table.find("| ---"); (k = table.find('`', k)) != std::string::npos; ++k)
    require(table[k - 1] == '\\');
  return 0;
}
