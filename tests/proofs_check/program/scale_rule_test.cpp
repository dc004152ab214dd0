// What verify says of the rule of the scales, declared by an option or by the case file.
#include <gtest/gtest.h>

#include <fstream>
#include <vector>

#include <nlohmann/json.hpp>

#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/tests/proofs_check/program/program_fixture.h>

namespace quantcheck::test {

using namespace check;

namespace {

class ProgramScaleRule : public ProgramTest {
 protected:
  void SetUp() override {
    ProgramTest::SetUp();
    run("demo .");
  }

  void expect_line(const std::string& options, const std::string& line) const {
    const Finished outcome = run("verify sound.safetensors " + options);
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_NE(outcome.out.find("  " + line + "\n"), std::string::npos) << outcome.out;
  }
};

TEST_F(ProgramScaleRule, IsNamedBesideTheVerdict) {
  expect_line("", "scales          absmax of each group, static (256 of 256 groups)");
  expect_line("--scale-rule absmax", "declared rule   absmax gives them: it fits 256 of 256 groups");
  expect_line("--scale-rule 'minmax static'",
              "declared rule   minmax static does not give them: it fits 0 of 256 groups");
}

TEST_F(ProgramScaleRule, OfACaseFileIsReadAndContradicted) {
  Case c = read_case((folder_ / "sound.safetensors").string(), Triangle::both);
  c.declared.scale_rule = parse_scale_rule("minmax current");
  const std::vector<std::byte> bytes = serialize_case(c);
  std::ofstream(folder_ / "declares.safetensors", std::ios::binary)
      .write(reinterpret_cast<const char*>(bytes.data()), std::ssize(bytes));
  const Finished outcome = run("verify --json declares.safetensors");
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  const nlohmann::json said = nlohmann::json::parse(outcome.out).at("scale_rule");
  EXPECT_EQ(said.at("declared"), "minmax current");
  EXPECT_EQ(said.at("contradicts_declared"), true);
  EXPECT_EQ(said.at("found"), true);
  EXPECT_EQ(said.at("rule").at("fit"), "absmax");
  EXPECT_EQ(run("verify declares.safetensors --scale-rule absmax").status, 2);
}

TEST_F(ProgramScaleRule, WhatIsNoRuleIsRefused) {
  const Finished outcome = run("verify sound.safetensors --scale-rule maximum");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_NE(outcome.err.find("--scale-rule: a scale rule begins with one of absmax"), std::string::npos)
      << outcome.err;
}

}  // namespace
}  // namespace quantcheck::test
