// `quantcheck verify --junit` and `--markdown`, as a CI job runs them.
#include <gtest/gtest.h>

#include <filesystem>

#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/io/cases/lattice_file.h>
#include <quantcheck/proofs_check/io/formats/output_file.h>
#include <quantcheck/tests/proofs_check/judge/small_cases.h>
#include <quantcheck/tests/proofs_check/program/program_fixture.h>
#include <quantcheck/tests/support/float_nestquant.h>
#include <quantcheck/tests/support/xml.h>

namespace quantcheck::test {

using namespace check;

namespace {

class CiFiles : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    write_case(identity_case({0.25, 3.0}, {0, 3}), path("right.safetensors"));
    write_case(identity_case({0.25, 3.0}, {0, 4}), path("wrong.safetensors"));
  }
  std::string path(const char* file) const { return (folder_ / file).string(); }
  bool exists(const char* file) const { return std::filesystem::exists(folder_ / file); }
  std::vector<XmlElement> tests() const { return parse_xml(contents("junit.xml")).children.at(0).children; }
};

TEST_F(CiFiles, HoldEveryKindOfCase) {
  write_file(path("nested.safetensors"),
             serialize_lattice_case(nested_case({}, 1, NestedFault::one_code_flipped)));
  E8Case points;
  points.points = 1;
  points.values = {0.75, 1, 0, 0, 0, 0, 0, 0};
  points.nearest = {1, 0, 0, 0, 0, 0, 0, 0};
  write_file(path("points.safetensors"), serialize_e8_case(points));
  const Finished outcome = run(
      "verify --junit junit.xml --markdown table.md right.safetensors missing.safetensors wrong.safetensors "
      "nested.safetensors points.safetensors");
  EXPECT_EQ(outcome.status, 1);

  const std::vector<XmlElement> all = tests();
  ASSERT_EQ(all.size(), 5U);
  EXPECT_EQ(all[0].children[0].name, "system-out");
  EXPECT_EQ(all[1].children[0].name, "error");
  const XmlElement& wrong = all[2].children[0];
  EXPECT_EQ(wrong.attributes.at("type"), "FAILS");
  EXPECT_EQ(
      wrong.attributes.at("message"),
      "1 of 2 decisions are wrong, in 1 row and 1 column; first wrong: row 0, column 1 (step 1): target 3, "
      "at 3 among the codes; code 4, right code 3; 0.5 scales beyond the box");
  EXPECT_EQ(wrong.text, run("verify wrong.safetensors").out);
  EXPECT_NE(all[3].children[0].attributes.at("message").find("first wrong: row 5, block 3"),
            std::string::npos);
  EXPECT_EQ(all[4].children[0].name, "failure");

  const std::string table = contents("table.md");
  for (const char* words : {"QuantCheck: 1 of 5 files conforms",
                            "\n| right.safetensors | CONFORMS | 0 of 2 |  |  | nothing to do |\n",
                            "\n| missing.safetensors | ERROR |  |  | missing.safetensors: ",
                            "\n| wrong.safetensors | FAILS | 1 of 2 | row 0, column 1 (step 1): target 3,",
                            "\n| nested.safetensors | FAILS | 1 of 192 | row 5, block 3",
                            "\n| points.safetensors | FAILS | 1 of 1 |"})
    EXPECT_NE(table.find(words), std::string::npos) << words << " in\n" << table;
}

TEST_F(CiFiles, ChangeNothingElse) {
  const Finished plain = run("verify --json right.safetensors wrong.safetensors");
  const Finished more =
      run("verify --json --junit junit.xml --markdown table.md right.safetensors wrong.safetensors");
  EXPECT_EQ(more.out, plain.out);
  EXPECT_EQ(more.err, plain.err);
  EXPECT_EQ(more.status, plain.status);
  const std::string first = contents("junit.xml") + contents("table.md");
  run("verify --junit junit.xml --markdown table.md right.safetensors wrong.safetensors");
  EXPECT_EQ(contents("junit.xml") + contents("table.md"), first);
}

TEST_F(CiFiles, AHostileFileNameIsText) {
  const std::string name = "a<b>&\"`|\xff\n.safetensors";
  std::filesystem::rename(folder_ / "wrong.safetensors", folder_ / name);
  EXPECT_EQ(run("verify --junit junit.xml --markdown table.md *.safetensors").status, 1);
  EXPECT_EQ(tests().at(0).attributes.at("name"), "a<b>&\"`|\\xff\\x0a.safetensors");
  EXPECT_NE(contents("table.md").find("| a&lt;b&gt;&amp;\"\\`\\|\\\\xff\\\\x0a.safetensors | FAILS |"),
            std::string::npos)
      << contents("table.md");
}

TEST_F(CiFiles, WhatCannotBeWrittenIsRefusedBeforeJudging) {
  std::filesystem::create_directories(folder_ / "folder");
  for (const char* options : {"--junit no/such/folder.xml", "--markdown no/such/folder.md", "--junit folder",
                              "--junit ''", "--markdown ''", "--junit same --markdown ./same"}) {
    const Finished outcome = run(std::string("verify right.safetensors ") + options);
    EXPECT_EQ(outcome.status, 2) << options;
    EXPECT_EQ(outcome.out, "") << options;
    EXPECT_NE(outcome.err, "") << options;
  }
  EXPECT_FALSE(exists("same"));
}

TEST_F(CiFiles, ACaseIsNotWrittenOver) {
  const std::string before = contents("right.safetensors");
  std::filesystem::create_symlink(folder_ / "right.safetensors", folder_ / "link");
  for (const char* file : {"right.safetensors", "./right.safetensors", "link"})
    EXPECT_EQ(run(std::string("verify right.safetensors --junit ") + file).status, 2) << file;
  EXPECT_EQ(contents("right.safetensors"), before);
}

TEST_F(CiFiles, NorIsATensorThatIsNamedAlone) {
  for (const char* given : {"--codes file", "--codes file:codes", "--codes q.npy --order file:order"}) {
    const Finished outcome = run(std::string("verify --junit file ") + given);
    EXPECT_EQ(outcome.status, 2) << given;
    EXPECT_NE(outcome.err.find("file: is to be judged, so it is not written over"), std::string::npos)
        << outcome.err;
  }
}

TEST_F(CiFiles, AnOldFileIsReplacedWhole) {
  std::ofstream(folder_ / "junit.xml") << std::string(100'000, 'x');
  EXPECT_EQ(run("verify right.safetensors --junit junit.xml").status, 0);
  EXPECT_EQ(tests().size(), 1U);
}

}  // namespace
}  // namespace quantcheck::test
