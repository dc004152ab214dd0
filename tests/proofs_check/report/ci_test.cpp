// The reports for continuous integration: JUnit XML and Markdown.
#include <gtest/gtest.h>

#include <quantcheck/proofs_check/report/ci.h>
#include <quantcheck/proofs_check/text/clean_text.h>
#include <quantcheck/tests/support/xml.h>

namespace quantcheck::test {

using namespace check;

namespace {

JudgedFile judged(const std::string& file, RunVerdict verdict) {
  const bool fails = verdict == RunVerdict::fails;
  return {{file, verdict, "the headline", fails ? 2 : 0, 9, fails ? "row 1, column 2" : "",
           fails ? "a cause" : "", "what to do"},
          file + "\n  THE REPORT\n"};
}

std::vector<JudgedFile> one_of_each() {
  return {judged("good", RunVerdict::conforms),
          judged("bad", RunVerdict::fails),
          judged("untold", RunVerdict::undecided),
          judged("coarse", RunVerdict::degraded),
          {summarize_error("broken", "broken: no such file"), ""}};
}

std::string hostile() { return std::string("a|b`<i>&\"]]>_*\n\x01\x7f\xff\xc0\xaf\xed\xa0\x80 \\") + '\0'; }

TEST(CleanText, KeepsWhatShowsAsItself) {
  EXPECT_EQ(clean_text("weights/w_1.safetensors"), "weights/w_1.safetensors");
  EXPECT_EQ(clean_text("\xc3\xa9 \xe2\x82\xac \xf0\x9f\x8d\x8e"), "\xc3\xa9 \xe2\x82\xac \xf0\x9f\x8d\x8e");
  EXPECT_EQ(clean_text("two\nlines", true), "two\nlines");
}

TEST(CleanText, EscapesTheRestByteByByte) {
  EXPECT_EQ(clean_text("two\nlines\t\r\x1b"), "two\\x0alines\\x09\\x0d\\x1b");
  EXPECT_EQ(clean_text("\r\x1b", true), "\\x0d\\x1b");
  EXPECT_EQ(clean_text("\x80"), "\\x80");           // a continuation byte without a beginning
  EXPECT_EQ(clean_text("\xc3"), "\\xc3");           // cut off
  EXPECT_EQ(clean_text("\xc0\xaf"), "\\xc0\\xaf");  // overlong
  EXPECT_EQ(clean_text("\xe0\x80\xaf"), "\\xe0\\x80\\xaf");
  EXPECT_EQ(clean_text("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // a surrogate
  EXPECT_EQ(clean_text("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");
  EXPECT_EQ(clean_text("\xc2\x85"), "\\xc2\\x85");           // a control character beyond ASCII
  EXPECT_EQ(clean_text("\xe2\x80\xae"), "\\xe2\\x80\\xae");  // writes the rest from right to left
  EXPECT_EQ(clean_text("\xef\xbf\xbf"), "\\xef\\xbf\\xbf");
  EXPECT_EQ(clean_text("\xef\xbf\xbd"), "\xef\xbf\xbd");
}

TEST(JUnit, HasATestCaseForEachFile) {
  const XmlElement root = parse_xml(junit_xml(one_of_each()));
  EXPECT_EQ(root.name, "testsuites");
  ASSERT_EQ(root.children.size(), 1U);
  const XmlElement& suite = root.children[0];
  for (const XmlElement* counted : {&root, &suite}) {
    EXPECT_EQ(counted->attributes.at("tests"), "5");
    EXPECT_EQ(counted->attributes.at("failures"), "3");
    EXPECT_EQ(counted->attributes.at("errors"), "1");
  }
  ASSERT_EQ(suite.children.size(), 5U);
  const std::vector<std::vector<std::string>> expected = {{"good", "system-out", ""},
                                                          {"bad", "failure", "FAILS"},
                                                          {"untold", "failure", "UNDECIDED"},
                                                          {"coarse", "failure", "DEGRADED"},
                                                          {"broken", "error", "ERROR"}};
  for (std::size_t k = 0; k < expected.size(); ++k) {
    const XmlElement& test = suite.children[k];
    EXPECT_EQ(test.name, "testcase");
    EXPECT_EQ(test.attributes.at("classname"), "quantcheck.verify");
    EXPECT_EQ(test.attributes.at("name"), expected[k][0]);
    ASSERT_EQ(test.children.size(), 1U);
    EXPECT_EQ(test.children[0].name, expected[k][1]);
    if (expected[k][2].empty()) continue;
    EXPECT_EQ(test.children[0].attributes.at("type"), expected[k][2]);
  }
  const XmlElement& failure = suite.children[1].children[0];
  EXPECT_EQ(failure.attributes.at("message"), "the headline; first wrong: row 1, column 2; cause: a cause");
  EXPECT_EQ(failure.text, "bad\n  THE REPORT\n");
  EXPECT_EQ(suite.children[0].children[0].text, "good\n  THE REPORT\n");
  EXPECT_EQ(suite.children[4].children[0].text, "broken: no such file");
}

TEST(JUnit, IsTheSameToTheByte) {
  EXPECT_EQ(junit_xml({judged("a", RunVerdict::conforms)}),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<testsuites name=\"quantcheck verify\" tests=\"1\" failures=\"0\" errors=\"0\" time=\"0\">\n"
            "  <testsuite name=\"quantcheck verify\" tests=\"1\" failures=\"0\" errors=\"0\" time=\"0\">\n"
            "    <testcase classname=\"quantcheck.verify\" name=\"a\" time=\"0\">\n"
            "      <system-out>a\n  THE REPORT\n</system-out>\n"
            "    </testcase>\n"
            "  </testsuite>\n"
            "</testsuites>\n");
}

TEST(JUnit, HostileNamesStayText) {
  const std::string shown =
      "a|b`<i>&\"]]>_*\\x0a\\x01\\x7f\\xff\\xc0\\xaf\\xed\\xa0\\x80 \\\\x00";  // quotation marks included
  const XmlElement root = parse_xml(
      junit_xml({judged(hostile(), RunVerdict::fails), {summarize_error(hostile(), hostile()), ""}}));
  const XmlElement& suite = root.children[0];
  ASSERT_EQ(suite.children.size(), 2U);
  EXPECT_EQ(suite.children[0].attributes.at("name"), shown);
  EXPECT_EQ(suite.children[1].attributes.at("name"), shown);
  EXPECT_EQ(suite.children[1].children[0].attributes.at("message"), shown);
  EXPECT_NE(suite.children[1].children[0].text, "");
  EXPECT_EQ(junit_xml({judged(hostile(), RunVerdict::fails)}).find("]]>"), std::string::npos);
}

TEST(Markdown, HasARowForEachFile) {
  EXPECT_EQ(markdown_table(one_of_each()),
            "### QuantCheck: 1 of 5 files conforms\n"
            "\n"
            "| file | verdict | wrong | first wrong | cause | next |\n"
            "| --- | --- | --- | --- | --- | --- |\n"
            "| good | CONFORMS | 0 of 9 |  |  | what to do |\n"
            "| bad | FAILS | 2 of 9 | row 1, column 2 | a cause | what to do |\n"
            "| untold | UNDECIDED | 0 of 9 |  | the headline | what to do |\n"
            "| coarse | DEGRADED | 0 of 9 |  | the headline | what to do |\n"
            "| broken | ERROR |  |  | broken: no such file |  |\n");
}

TEST(Markdown, HostileNamesStayText) {
  const std::string table = markdown_table({judged(hostile(), RunVerdict::conforms)});
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 5) << table;
  EXPECT_NE(table.find("\n| a\\|b\\`&lt;i&gt;&amp;\"\\]\\]&gt;\\_\\*\\\\x0a\\\\x01"), std::string::npos)
      << table;
  EXPECT_NE(table.find("\\\\xff\\\\xc0\\\\xaf"), std::string::npos);
}

}  // namespace
}  // namespace quantcheck::test
