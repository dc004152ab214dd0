// The figures as a user gets them: all those that are known agree.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <quantcheck/tests/proofs_check/program/program_fixture.h>

namespace quantcheck::test {

namespace {

class FullFigures : public ProgramTest {};

TEST_F(FullFigures, AgreeWithWhatIsKnown) {
  const Finished finished = run("claims --figures reports");
  EXPECT_EQ(finished.status, 0) << finished.out;
  EXPECT_EQ(finished.err, "");
  EXPECT_EQ(finished.out.find("OUTSIDE"), std::string::npos) << finished.out;
  EXPECT_NE(finished.out.find("are known, and all of those agree (seed 0x1)"), std::string::npos);
  const auto json = nlohmann::json::parse(contents("reports/figures.json"));
  EXPECT_EQ(json["agree"], true);
  EXPECT_EQ(json["seed"], "0x1");
  for (const auto& figure : json["figures"]) EXPECT_NE(figure["agrees"], false) << figure["id"];
}

}  // namespace
}  // namespace quantcheck::test
