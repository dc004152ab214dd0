// The program as a user runs it: its output, its JSON and its exit status.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>

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

class Program : public ProgramTest {
 protected:
  void write(const Case& c, const char* file) const { write_case(c, (folder_ / file).string()); }
};

Case right() { return identity_case({0.25, 3.0}, {0, 3}); }
Case wrong() { return identity_case({0.25, 3.0}, {0, 4}); }
// A case whose Hessian float32 cannot factor, and whose second code is off.
Case untold() {
  Case c = identity_case({0.25, 3.7}, {0, 3});
  c.layer.hessian = {1.0, 1.0, 1.0, 1.0 + 0x1p-40};
  c.arithmetic = Arithmetic::fp32;
  return c;
}

TEST_F(Program, ExitStatusIsTheVerdict) {
  write(right(), "right.safetensors");
  write(wrong(), "wrong.safetensors");
  write(untold(), "untold.safetensors");
  EXPECT_EQ(run("verify right.safetensors").status, 0);
  EXPECT_EQ(run("verify wrong.safetensors").status, 1);
  EXPECT_EQ(run("verify missing.safetensors").status, 2);
  EXPECT_EQ(run("verify untold.safetensors").status, 3);
}

TEST_F(Program, OfSeveralFilesAllAreJudged) {
  write(right(), "right.safetensors");
  write(wrong(), "wrong.safetensors");
  write(untold(), "untold.safetensors");
  EXPECT_EQ(run("verify right.safetensors right.safetensors").status, 0);
  EXPECT_EQ(run("verify right.safetensors untold.safetensors right.safetensors").status, 3);
  EXPECT_EQ(run("verify untold.safetensors missing.safetensors right.safetensors").status, 2);
  const Finished all =
      run("verify --json missing.safetensors untold.safetensors wrong.safetensors right.safetensors");
  EXPECT_EQ(all.status, 1);
  std::istringstream lines(all.out);
  std::vector<std::string> verdicts;
  for (std::string line; std::getline(lines, line);)
    verdicts.push_back(nlohmann::json::parse(line)["verdict"].get<std::string>());
  EXPECT_EQ(verdicts, (std::vector<std::string>{"ERROR", "UNDECIDED", "FAILS", "CONFORMS"}));
}

TEST_F(Program, JsonHasTheDocumentedFields) {
  write(wrong(), "wrong.safetensors");
  const auto json = nlohmann::json::parse(run("verify --json wrong.safetensors").out);
  EXPECT_EQ(json["schema"], "quantcheck-verdict/1");
  EXPECT_EQ(json["rules"], 4);
  EXPECT_EQ(json["dead_not_shown"], 0);
  EXPECT_TRUE(json["stored_scales"].is_null());
  EXPECT_EQ(json["file"], "wrong.safetensors");
  EXPECT_EQ(json["verdict"], "FAILS");
  EXPECT_EQ(json["arithmetic"], "exact");
  EXPECT_EQ(json["counts"],
            (nlohmann::json{{"exact", 1}, {"tie", 0}, {"explained", 0}, {"wrong", 1}, {"undecided", 0}}));
  EXPECT_EQ(json["outside"], 1);
  EXPECT_EQ(json["clipped"], 0);
  EXPECT_DOUBLE_EQ(json["loss"], 1.0625);
  EXPECT_DOUBLE_EQ(json["bound"], 0.5);
  EXPECT_DOUBLE_EQ(json["ratio"], 2.125);
  EXPECT_EQ(json["max_excess"], (nlohmann::json{{"steps", 0.5}, {"log2", -1.0}, {"row", 0}, {"column", 1}}));
  EXPECT_EQ(json["first_wrong"], (nlohmann::json{{"row", 0},
                                                 {"column", 1},
                                                 {"step", 1},
                                                 {"target", 3.0},
                                                 {"scale", 1.0},
                                                 {"zero", 0},
                                                 {"position", 3.0},
                                                 {"code", 4},
                                                 {"expected", 3},
                                                 {"excess", 0.5},
                                                 {"excess_log2", -1.0}}));
  EXPECT_TRUE(json["cause"].is_null());
}

TEST_F(Program, TheReportNamesThePlaceAndTheNextStep) {
  write(wrong(), "wrong.safetensors");
  const Finished outcome = run("verify wrong.safetensors");
  EXPECT_NE(outcome.out.find("FAILS           1 of 2 decisions are wrong, in 1 row and 1 column"),
            std::string::npos)
      << outcome.out;
  EXPECT_NE(
      outcome.out.find(
          "row 0, column 1 (step 1): target 3, at 3 among the codes; code 4, right code 3; 0.5 scales beyond"),
      std::string::npos);
  EXPECT_NE(outcome.out.find("\n  next "), std::string::npos);
  EXPECT_EQ(outcome.err, "");
}

TEST_F(Program, ATriangleIsTakenOnlyWhenAsked) {
  Case c = right();
  c.layer.hessian = {1.0, 0.0, 0.0, 1.0};
  write(c, "case.safetensors");
  // The writer sorts tensors, so the upper off-diagonal entry of the Hessian is found by the header.
  std::string bytes = contents("case.safetensors");
  const auto header = nlohmann::json::parse(bytes.substr(8, bytes.find('}', bytes.rfind("}}")) + 1 - 8 + 1));
  const std::size_t begin = 8 + static_cast<unsigned char>(bytes[0]) +
                            256U * static_cast<unsigned char>(bytes[1]) +
                            header["hessian"]["data_offsets"][0].get<std::size_t>();
  ASSERT_EQ(header["hessian"]["dtype"], "F32");
  bytes.replace(begin + 4, 4, std::string("\0\0\0\x3f", 4));  // h_01 = 0.5
  std::ofstream(folder_ / "case.safetensors") << bytes;

  const Finished refused = run("verify case.safetensors");
  EXPECT_EQ(refused.status, 2);
  EXPECT_NE(refused.err.find("--triangle"), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find("0.5"), std::string::npos);
  EXPECT_EQ(run("verify --triangle lower case.safetensors").status, 0);
  EXPECT_EQ(run("verify --triangle upper case.safetensors").status, 0);
  EXPECT_EQ(run("verify --triangle both case.safetensors").status, 2);
}

TEST_F(Program, ALostReportIsAnError) {
  write(right(), "right.safetensors");
  for (const char* arguments : {"verify right.safetensors", "verify --json right.safetensors",
                                "claims --id mean/twelfth", "--help", "--version"}) {
    const std::string command = "cd '" + folder_.string() + "' && '" QUANTCHECK_PROGRAM "' " + arguments;
    const int status = std::system((command + " >/dev/full 2>err").c_str());
    EXPECT_EQ(WEXITSTATUS(status), 2) << arguments;
    EXPECT_NE(contents("err").find("standard output"), std::string::npos) << arguments;
  }
}

TEST_F(Program, AFileNameCannotDriveTheTerminal) {
  const Finished outcome = run("verify $'a\\nb\\033[31m'");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
  EXPECT_EQ(outcome.err.find('\033'), std::string::npos);
}

TEST_F(Program, UsageErrorsAreTwo) {
  for (const char* arguments :
       {"", "verify", "verify --no-such-option x", "judge x", "verify --triangle sideways x"}) {
    const Finished outcome = run(arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_NE(outcome.err, "") << arguments;
  }
}

TEST_F(Program, HelpAndVersionAreZero) {
  EXPECT_EQ(run("--help").status, 0);
  EXPECT_NE(run("--help").out.find("verify"), std::string::npos);
  EXPECT_EQ(run("verify --help").status, 0);
  const Finished version = run("--version");
  EXPECT_EQ(version.status, 0);
  EXPECT_EQ(version.out, "quantcheck " QUANTCHECK_VERSION "\n");
}

TEST_F(Program, TheDemoIsJudgedAsItSays) {
  if (sanitized) GTEST_SKIP() << "half a minute; TheReadmeShowsWhatTheProgramPrints judges the same layer";
  EXPECT_EQ(run("demo cases").status, 0);
  EXPECT_EQ(run("verify cases/sound.safetensors").status, 0);
  const Finished faulty = run("verify --json cases/faulty.safetensors");
  EXPECT_EQ(faulty.status, 1);
  EXPECT_EQ(nlohmann::json::parse(faulty.out)["cause"], "blocks:32");
}

TEST_F(Program, TheDemoIsTheSameToTheByte) {
  run("demo first");
  run("demo second");
  EXPECT_EQ(contents("first/sound.safetensors"), contents("second/sound.safetensors"));
  EXPECT_EQ(contents("first/faulty.safetensors"), contents("second/faulty.safetensors"));
}

TEST_F(Program, JudgesLatticeFiles) {
  const auto write_nested = [&](const LatticeCase& c, const char* file) {
    write_file((folder_ / file).string(), serialize_lattice_case(c));
  };
  write_nested(nested_case({}, 1), "right.safetensors");
  write_nested(nested_case({}, 1, NestedFault::one_code_flipped), "wrong.safetensors");
  write_nested(nested_case({.rows = 96, .first = true}, 7, NestedFault::overload_by_lattice_flag),
               "flag.safetensors");
  EXPECT_EQ(run("verify right.safetensors").status, 0);
  EXPECT_EQ(run("verify wrong.safetensors").status, 1);
  EXPECT_EQ(run("verify right.safetensors wrong.safetensors missing.safetensors").status, 1);

  const auto json = nlohmann::json::parse(run("verify --json wrong.safetensors").out);
  EXPECT_EQ(json["schema"], "quantcheck-verdict/1");
  EXPECT_EQ(json["file"], "wrong.safetensors");
  EXPECT_EQ(json["verdict"], "FAILS");
  EXPECT_EQ(json["arithmetic"], "fp32");
  EXPECT_EQ(json["counts"]["wrong"], 1);
  EXPECT_EQ(json["outside"], 1);
  EXPECT_EQ(json["max_excess"]["row"], 5);
  EXPECT_EQ(json["max_excess"]["block"], 3);
  EXPECT_EQ(json["first_wrong"]["row"], 5);
  EXPECT_EQ(json["first_wrong"]["block"], 3);
  EXPECT_EQ(json["first_wrong"]["code"].size(), 8U);
  EXPECT_NE(json["first_wrong"]["code"], json["first_wrong"]["expected"]["code"]);
  EXPECT_GT(json["loss"], 0);
  EXPECT_DOUBLE_EQ(json["ratio"], json["loss"].get<double>() / json["bound"].get<double>());

  const std::string text = run("verify flag.safetensors").out;
  for (const char* words : {"  FAILS  ", "  overloaded  ", "the published overload test, Q(t / q) = 0",
                            "; row ", "so the bound need not hold", "\n  loss  ", " of the bound ",
                            "if each block took the first beta that truly round-trips", "\n  next  "})
    EXPECT_NE(text.find(words), std::string::npos) << words << " in\n" << text;
}

TEST_F(Program, JudgesPointsOfE8) {
  E8Case c;
  c.points = 1;
  c.values = {0.75, 1, 0, 0, 0, 0, 0, 0};
  c.nearest = {1, 1, 0, 0, 0, 0, 0, 0};
  write_file((folder_ / "right.safetensors").string(), serialize_e8_case(c));
  c.nearest[1] = 0;
  write_file((folder_ / "wrong.safetensors").string(), serialize_e8_case(c));
  const Finished right = run("verify right.safetensors");
  EXPECT_EQ(right.status, 0);
  EXPECT_NE(right.out.find("CONFORMS        all 1 points are nearest points of E8"), std::string::npos)
      << right.out;
  const Finished wrong = run("verify wrong.safetensors");
  EXPECT_EQ(wrong.status, 1);
  EXPECT_NE(wrong.out.find("that point is not in E8"), std::string::npos) << wrong.out;
  EXPECT_EQ(
      nlohmann::json::parse(run("verify --json wrong.safetensors").out)["first_wrong"]["expected_point"],
      (std::vector<double>{1, 1, 0, 0, 0, 0, 0, 0}));
}

}  // namespace
}  // namespace quantcheck::test
