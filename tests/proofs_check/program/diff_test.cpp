// `quantcheck diff` as a user runs it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/io/cases/lattice_file.h>
#include <quantcheck/proofs_check/io/formats/output_file.h>
#include <quantcheck/tests/proofs_check/judge/small_cases.h>
#include <quantcheck/tests/proofs_check/program/program_fixture.h>
#include <quantcheck/tests/support/float_nestquant.h>
#include <quantcheck/tests/support/sanitized.h>

namespace quantcheck::test {

using namespace check;

namespace {

class Diff : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    write(identity_case({0.5, 3.0}, {0, 3}), "even");
    write(identity_case({0.5, 3.0}, {1, 3}), "odd");
    write(identity_case({0.5, 3.0}, {0, 4}), "wrong");
    Case damped = identity_case({0.5, 3.0}, {0, 3});
    damped.declared.damping = 1;
    write(damped, "damped");
    Case untold = identity_case({0.25, 3.7}, {0, 3});
    untold.layer.hessian = {1.0, 1.0, 1.0, 1.0 + 0x1p-40};
    untold.arithmetic = Arithmetic::fp32;
    write(untold, "untold");
    untold.codes.edit()(0, 1) = 4;
    write(untold, "told");
  }
  void write(const Case& c, const char* file) const { write_case(c, (folder_ / file).string()); }
};

TEST_F(Diff, ExitStatusIsTheOutcome) {
  EXPECT_EQ(run("diff even even").status, 0);
  EXPECT_EQ(run("diff even odd").status, 0);
  EXPECT_EQ(run("diff even wrong").status, 1);
  EXPECT_EQ(run("diff wrong damped").status, 1);
  EXPECT_EQ(run("diff even damped").status, 2);
  EXPECT_EQ(run("diff even missing").status, 2);
  EXPECT_EQ(run("diff even").status, 2);
  EXPECT_EQ(run("diff told untold").status, 3);
}

TEST_F(Diff, SaysThatBothAreRight) {
  EXPECT_EQ(
      run("diff even odd").out,
      "A even\n"
      "B odd\n"
      "  BOTH CONFORM    1 of 2 codes differ (50%), in 1 of 1 row\n"
      "  first parting   row 0, column 0 (step 0): target 0.5, at 0.5 among the codes, a tie; A: "
      "code 0, right (a tie); B: code 1, right (a tie)\n"
      "  partings        1 row parts: in 1 both are right there, in 0 only A, in 0 only B, in 0 neither\n"
      "  A               CONFORMS\n"
      "  B               CONFORMS\n"
      "  next            nothing to do: where two choices are as good, each took its own and followed its "
      "own path from there\n");
}

TEST_F(Diff, SaysHowNearATieWas) {
  Case c = identity_case({0.5 + 0x1p-30, 3.0}, {1, 3});
  write(c, "exact");
  c.codes.edit()(0, 0) = 0;
  c.arithmetic = Arithmetic::fp32;
  write(c, "rounded");
  const Finished outcome = run("diff exact rounded");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_NE(outcome.out.find(
                "target 0.500000001, at 0.500000000931 among the codes, a near-tie: 9.3e-10 of a scale "
                "from half-way; A: code 1, right; B: code 0, right within rounding\n"),
            std::string::npos)
      << outcome.out;
}

TEST_F(Diff, DocsShowWhatItPrints) {
  if (sanitized) GTEST_SKIP() << "half a minute; the other tests compare smaller layers";
  run("demo .");
  std::istringstream report(run("diff sound.safetensors faulty.safetensors").out);
  std::ostringstream docs;
  docs << std::ifstream(QUANTCHECK_SOURCE_DIR "/docs/ci.md").rdbuf();
  for (std::string line; std::getline(report, line);)
    EXPECT_NE(docs.str().find("    " + line + "\n"), std::string::npos) << line;
}

TEST_F(Diff, NamesTheOneThatIsWrong) {
  const Finished outcome = run("diff wrong even");
  for (const char* words :
       {"\n  A FAILS         1 of 2 codes differ", "A: code 4, wrong; B: code 3, right\n",
        "in 0 both are right there, in 0 only A, in 1 only B, in 0 neither",
        "\n  A               FAILS: 1 wrong, 1 of them at a parting or after it in its row\n",
        "\n  next            judge A with quantcheck verify"})
    EXPECT_NE(outcome.out.find(words), std::string::npos) << words << " in\n" << outcome.out;
  EXPECT_EQ(outcome.err, "");
}

TEST_F(Diff, SaysWhatWasAskedDifferently) {
  const Finished outcome = run("diff even damped");
  for (const char* words : {"\n  NOT COMPARABLE  they were not asked the same; all 2 codes are the same\n",
                            "\n  asked           damping: A 0, B 1\n"})
    EXPECT_NE(outcome.out.find(words), std::string::npos) << words << " in\n" << outcome.out;
}

TEST_F(Diff, JsonHasTheDocumentedFields) {
  EXPECT_EQ(nlohmann::json::parse(run("diff --json even wrong").out), nlohmann::json::parse(R"({
    "schema": "quantcheck-diff/1", "outcome": "B FAILS", "asked": [], "rounded": [], "all": 2, "different": 1,
    "first_parting": {"row": 0, "column": 1, "step": 1, "target": 3.0, "position": 3.0,
                      "a": {"decision": "EXACT", "code": 3, "excess": -0.5},
                      "b": {"decision": "WRONG", "code": 4, "excess": 0.5}},
    "partings": {"both_right": 0, "only_a_right": 1, "only_b_right": 0, "neither_right": 0, "undecided": 0},
    "a": {"file": "even", "verdict": "CONFORMS", "reason": null, "wrong": 0, "wrong_since_parting": 0},
    "b": {"file": "wrong", "verdict": "FAILS", "reason": null, "wrong": 1, "wrong_since_parting": 1}})"));
  const auto error = nlohmann::json::parse(run("diff --json even missing").out);
  EXPECT_EQ(error["outcome"], "ERROR");
  EXPECT_NE(error["error"].get<std::string>().find("missing"), std::string::npos);
}

TEST_F(Diff, ALostReportIsAnError) {
  for (const char* arguments : {"diff even odd", "diff --json even odd", "diff --json even missing"}) {
    const std::string command = "cd '" + folder_.string() + "' && '" QUANTCHECK_PROGRAM "' " + arguments;
    EXPECT_EQ(WEXITSTATUS(std::system((command + " >/dev/full 2>err").c_str())), 2) << arguments;
    EXPECT_NE(contents("err").find("standard output"), std::string::npos) << arguments;
  }
}

TEST_F(Diff, ComparesLatticeFiles) {
  const auto write_nested = [&](const LatticeCase& c, const char* file) {
    write_file((folder_ / file).string(), serialize_lattice_case(c));
  };
  write_nested(nested_case({}, 1), "right");
  write_nested(nested_case({}, 1, NestedFault::one_code_flipped), "flipped");
  const Finished outcome = run("diff right flipped");
  EXPECT_EQ(outcome.status, 1);
  for (const char* words : {"\n  B FAILS         1 of 192 blocks differ (0.52%), in 1 of ",
                            "\n  first parting   row 5, block 3 (step 3): A: right", "; B: wrong\n"})
    EXPECT_NE(outcome.out.find(words), std::string::npos) << words << " in\n" << outcome.out;
  const Finished mixed = run("diff right even");
  EXPECT_EQ(mixed.status, 2);
  EXPECT_NE(mixed.err.find("two \"case/1\" or two \"lattice/1\""), std::string::npos) << mixed.err;
}

}  // namespace
}  // namespace quantcheck::test
