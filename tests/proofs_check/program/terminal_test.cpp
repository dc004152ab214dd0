// Colours and the line of progress: they appear on a terminal and nowhere else.
#include <gtest/gtest.h>

#include <chrono>

#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/tests/proofs_check/judge/small_cases.h>
#include <quantcheck/tests/proofs_check/program/program_fixture.h>
#include <quantcheck/tests/support/pseudo_terminal.h>

namespace quantcheck::test {

using namespace check;

namespace {

constexpr const char* erase = "\r\033[K";

class Terminal : public ProgramTest {
 protected:
  void SetUp() override {
    if (!has_pseudo_terminals()) GTEST_SKIP() << "no pseudo-terminal";
    ProgramTest::SetUp();
    write_case(identity_case({0.25, 3.0}, {0, 3}), (folder_ / "right").string());
    write_case(identity_case({0.25, 3.0}, {0, 4}), (folder_ / "wrong").string());
    Case untold = identity_case({0.25, 3.7}, {0, 3});
    untold.layer.hessian = {1.0, 1.0, 1.0, 1.0 + 0x1p-40};
    untold.arithmetic = Arithmetic::fp32;
    write_case(untold, (folder_ / "untold").string());
  }

  std::string shown(const std::string& command,
                    const std::string& environment = "TERM=xterm NO_COLOR=") const {
    return shown_on_terminal("cd '" + folder_.string() +
                             "' && quantcheck() { '" QUANTCHECK_PROGRAM "' \"$@\"; } && export " +
                             environment + " && " + command);
  }
};

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

TEST_F(Terminal, TheVerdictIsInColourAndNothingElse) {
  EXPECT_EQ(shown("quantcheck verify right wrong untold 2>errors"), [&] {
    std::string plain = run("verify right wrong untold").out;
    for (const auto& [word, colour] :
         {std::pair{"CONFORMS", "\033[32m"}, {"FAILS", "\033[31m"}, {"UNDECIDED", "\033[33m"}}) {
      const std::string in_place = std::string("  ") + word;
      plain.replace(plain.find(in_place), in_place.size(), std::string("  ") + colour + word + "\033[0m");
    }
    return plain;
  }());
}

TEST_F(Terminal, NoColorIsRespected) {
  EXPECT_TRUE(has(shown("quantcheck verify right 2>errors"), "\033[32m"));
  for (const char* environment : {"TERM=xterm NO_COLOR=1", "TERM=xterm NO_COLOR=0", "TERM=dumb", "TERM="})
    EXPECT_EQ(shown("quantcheck verify right 2>errors", environment), run("verify right").out) << environment;
}

TEST_F(Terminal, WhatIsNotForATerminalHasNoColour) {
  for (const char* command :
       {"quantcheck verify right 2>errors | cat", "quantcheck verify right >file 2>errors; cat file"})
    EXPECT_EQ(shown(command), run("verify right").out) << command;
  EXPECT_EQ(shown("quantcheck verify --json right 2>errors"), run("verify --json right").out);
  shown("quantcheck verify wrong --junit junit.xml --markdown table.md");
  EXPECT_FALSE(has(contents("junit.xml") + contents("table.md"), "\033"));
  EXPECT_FALSE(has(contents("junit.xml"), "\\x1b"));
}

TEST_F(Terminal, ProgressIsShownAfterTwoSecondsAndTakenAway) {
  const std::string text =
      shown("(sleep 2.5; cat right) | quantcheck verify /dev/stdin", "TERM=xterm NO_COLOR=1");
  const std::string line = std::string(erase) + "stdin: reading (";
  EXPECT_EQ(text.find(line), 0U) << text;
  const std::size_t report = text.find("/dev/stdin\n");
  ASSERT_NE(report, std::string::npos) << text;
  EXPECT_EQ(text.substr(report - 4, 4), erase);
  EXPECT_FALSE(has(text.substr(report), "\r")) << text;
}

TEST_F(Terminal, ProgressIsNotShownBeforeThat) {
  const auto start = std::chrono::steady_clock::now();
  const std::string text = shown("(sleep 1.2; cat right) | quantcheck verify /dev/stdin");
  if (std::chrono::steady_clock::now() - start > std::chrono::milliseconds(1900))
    GTEST_SKIP() << "too slow a machine";
  EXPECT_FALSE(has(text, erase)) << text;
}

TEST_F(Terminal, ProgressIsShownNowhereElse) {
  const std::string slow = "(sleep 2.5; cat right) | quantcheck verify /dev/stdin";
  EXPECT_FALSE(has(shown(slow + " 2>file; cat file"), erase));
  EXPECT_FALSE(has(shown(slow, "TERM=dumb"), "reading"));
}

TEST_F(Terminal, ALongNameDoesNotWrap) {
  const std::string name(200, 'n');
  const std::string text = shown("mkfifo " + name + "; (sleep 2.5; cat right) >" + name +
                                 " & quantcheck verify " + name + " >file");
  EXPECT_EQ(text, erase + std::string(79, 'n') + erase);
}

}  // namespace
}  // namespace quantcheck::test
