// The README and the pages of docs/ show what the program prints. The README's lines for PyTorch users are
// run as they stand; that is skipped where numpy is not at hand.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <quantcheck/tests/proofs_check/program/program_fixture.h>

namespace quantcheck::test {

namespace {

/// The indented lines of a section in three parts: Python, a command, and the output of the command.
struct TenLines {
  std::vector<std::string> python;
  std::string command;  // after "$ quantcheck "
  std::string output;
};

TenLines ten_lines() {
  const std::string prompt = "$ quantcheck ";
  std::ifstream readme(QUANTCHECK_SOURCE_DIR "/README.md");
  TenLines found;
  bool here = false;
  for (std::string line; std::getline(readme, line);) {
    if (line.starts_with("## ")) here = line == "## From PyTorch to a verdict in ten lines";
    if (!here || !line.starts_with("    ")) continue;
    line.erase(0, 4);
    if (line.starts_with(prompt))
      found.command = line.substr(prompt.size());
    else if (found.command.empty())
      found.python.push_back(line);
    else
      found.output += line + "\n";
  }
  return found;
}

class Readme : public ProgramTest {
 protected:
  // A python3 that has numpy. It may be Debian's where another one comes first on the path.
  static std::string python() {
    for (const char* candidate : {"python3", "/usr/bin/python3"})
      if (std::system((std::string(candidate) + " -c 'import numpy' >/dev/null 2>&1").c_str()) == 0)
        return candidate;
    return "";
  }

  Finished verify(const TenLines& lines, const std::string& omitted = "") const {
    std::ofstream script(folder_ / "script.py");
    for (const std::string& line : lines.python)
      if (omitted.empty() || line.find(omitted) == std::string::npos) script << line << "\n";
    script.close();
    const std::string command =
        "cd '" + folder_.string() + "' && OPENBLAS_NUM_THREADS=1 " + python() + " script.py >out 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0) << contents("out");
    return run(lines.command);
  }
};

TEST_F(Readme, TenLinesLeadFromPyTorchToAVerdict) {
  const TenLines lines = ten_lines();
  EXPECT_EQ(lines.python.size() + 1, 10U);
  if (python().empty()) GTEST_SKIP() << "python3-numpy is not here";
  const Finished outcome = verify(lines);
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(outcome.out, lines.output);
}

TEST_F(Readme, WithoutTheLastLineOfTheLoopItIsPlainRounding) {
  if (python().empty()) GTEST_SKIP() << "python3-numpy is not here";
  const Finished outcome = verify(ten_lines(), "V[:, j:] -=");
  EXPECT_EQ(outcome.status, 1) << outcome.err;
  EXPECT_NE(outcome.out.find("plain rounding"), std::string::npos) << outcome.out;
}

// Expects each line of the report on the page, indented as a page shows what is printed.
void expect_shown(const std::string& page, const std::string& report) {
  EXPECT_NE(report, "") << page;
  std::ostringstream text;
  text << std::ifstream(QUANTCHECK_SOURCE_DIR "/" + page).rdbuf();
  std::istringstream lines(report);
  for (std::string line; std::getline(lines, line);)
    EXPECT_NE(text.str().find(line.empty() ? "\n" : "    " + line + "\n"), std::string::npos)
        << page << ": " << line;
}

TEST_F(Readme, TheReadmeShowsWhatTheProgramPrints) {
  expect_shown("README.md", run("demo .").out);
  expect_shown("README.md", run("verify faulty.safetensors").out);
}

TEST_F(Readme, ThePageOfMadeCasesShowsWhatTheProgramPrints) {
  run("demo .");
  expect_shown("docs/quantize.md",
               run("quantize --weight sound.safetensors:weight --hessian sound.safetensors:hessian "
                   "--bits 3 --group-size 32 --order act --out made.safetensors")
                   .out);
}

TEST_F(Readme, ThePageOfTheClaimsShowsWhatTheProgramPrints) {
  expect_shown("docs/claims.md", run("claims --id bound/absolute --variants").out);
}

}  // namespace
}  // namespace quantcheck::test
