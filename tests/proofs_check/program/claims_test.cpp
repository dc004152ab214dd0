// `quantcheck claims` as a user runs it.
#include <gtest/gtest.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include <quantcheck/proofs_check/ledger/ledger.h>
#include <quantcheck/proofs_check/program/options/exit_status.h>
#include <quantcheck/tests/proofs_check/program/program_fixture.h>
#include <quantcheck/tests/support/sanitized.h>

namespace quantcheck::test {
namespace {

using Json = nlohmann::json;

class Claims : public ProgramTest {};

std::vector<Json> lines_of(const std::string& out) {
  std::vector<Json> lines;
  std::istringstream stream(out);
  std::string line;
  while (std::getline(stream, line)) lines.push_back(Json::parse(line));
  return lines;
}

TEST_F(Claims, AllHold) {
  if (sanitized) GTEST_SKIP() << "the ledger's own tests run the same claims";
  const Finished run_ = run("claims --cases 50");
  EXPECT_EQ(run_.status, 0);
  EXPECT_EQ(run_.err, "");
  const std::string count = std::to_string(check::ledger::all_claims().size());
  EXPECT_NE(run_.out.find("All " + count + " claims hold"), std::string::npos) << run_.out;
  for (const check::ledger::Claim& claim : check::ledger::all_claims())
    EXPECT_NE(run_.out.find("holds      " + claim.id), std::string::npos);
  std::istringstream lines(run_.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 110U) << line;
}

TEST_F(Claims, JsonHasOneLineForEach) {
  const Finished run_ = run("claims --json --cases 50 --seed 0xff --id bound --id proof/loss");
  EXPECT_EQ(run_.status, 0);
  const std::vector<Json> lines = lines_of(run_.out);
  ASSERT_EQ(lines.size(), check::ledger::find_claims("bound").size() + 1);
  EXPECT_EQ(lines.front()["id"], "proof/loss");  // in the ledger's order
  EXPECT_LT(lines.front()["claim"]["log2_failure"].get<double>(), -100);
  EXPECT_EQ(lines.front()["claim"]["largest_n"], 32);
  const Json& first = lines[1];
  EXPECT_EQ(first["schema"], "quantcheck-claim/1");
  EXPECT_EQ(first["id"], "bound/absolute");
  EXPECT_EQ(first["method"], "sampled");
  EXPECT_EQ(first["result"], "holds");
  EXPECT_EQ(first["seed"], "0xff");
  const Json& claim = first["claim"];
  EXPECT_EQ(claim["result"], "holds");
  EXPECT_EQ(claim["cases"], 50);
  EXPECT_EQ(claim["skipped"], 0);
  EXPECT_GE(claim["largest_n"], 5);
  for (const char* none : {"counterexample", "example", "evidence", "log2_failure"})
    EXPECT_TRUE(claim[none].is_null()) << none;
  EXPECT_EQ(first["false_variant"]["result"], "refuted");
  EXPECT_EQ(first["false_variant"]["statement"], "1/5 in place of 1/4");
  EXPECT_NE(first["false_variant"]["counterexample"].get<std::string>().find("the bound"), std::string::npos);
  const auto shown =
      std::ranges::find_if(lines, [](const Json& line) { return line["id"] == "bound/clipping-relative"; });
  ASSERT_NE(shown, lines.end());
  EXPECT_EQ((*shown)["method"], "by_example");
  EXPECT_TRUE((*shown)["claim"]["example"].is_string());
}

TEST_F(Claims, VariantsShowWhatRefutesThem) {
  const Finished shown = run("claims --id bound/absolute --variants");
  EXPECT_EQ(shown.status, 0);
  EXPECT_NE(shown.out.find("hessian ="), std::string::npos) << shown.out;
  EXPECT_EQ(run("claims --id bound/absolute").out.find("hessian ="), std::string::npos);
}

TEST_F(Claims, SeedDecidesWhatIsDrawn) {
  const auto counterexample = [&](const std::string& seed) {
    return run("claims --id equal/babai --variants --cases 50 --seed " + seed).out;
  };
  EXPECT_EQ(counterexample("5"), counterexample("0x5"));
  EXPECT_NE(counterexample("5"), counterexample("6"));
}

TEST_F(Claims, EachIsRunOnceHoweverOftenItIsNamed) {
  const std::vector<Json> lines =
      lines_of(run("claims --json --cases 5 --id damping --id damping/chain --id damping").out);
  EXPECT_EQ(lines.size(), 1U);
}

// A single layer shows no tendency; the claim after it holds.
TEST_F(Claims, UndecidedIsNotSuccess) {
  const Finished run_ = run("claims --cases 1 --id order/min-pivot --id lll");
  EXPECT_EQ(run_.status, 3);
  EXPECT_NE(run_.out.find("Undecided: order/min-pivot ("), std::string::npos) << run_.out;
}

TEST_F(Claims, TheExitStatusIsTheLedgers) {
  using check::program::status_of;
  EXPECT_EQ(status_of(check::ledger::Standing::holds), 0);
  EXPECT_EQ(status_of(check::ledger::Standing::refuted), 1);
  EXPECT_EQ(status_of(check::ledger::Standing::undecided), 3);
}

TEST_F(Claims, BadOptionsAreUsageErrors) {
  const auto refused = [&](const std::string& options, const std::string& word) {
    const Finished run_ = run("claims " + options);
    EXPECT_EQ(run_.status, 2) << options;
    EXPECT_EQ(run_.out, "") << options;
    EXPECT_NE(run_.err.find(word), std::string::npos) << run_.err;
  };
  refused("--id bound/none", "bound/none");
  refused("--id bound/none", "topics are cvp");
  refused("--id bound/absolute --id nothing", "nothing");
  refused("--id ''", "no claim");
  refused("--seed minus", "seed");
  refused("--seed -1", "seed");
  refused("--cases 0", "cases");
  refused("--cases 99999999999999999999", "cases");
  refused("--cases many", "cases");
  refused("extra", "extra");
  refused("--figures folder --id bound", "--id");
  refused("--figures folder --json", "--json");
  refused("--figures folder --seed -1", "seed");
  refused("--figures ''", "cannot be made");
}

// The folder is examined before anything is measured.
TEST_F(Claims, FiguresNeedAFolderThatCanBeWritten) {
  std::ofstream(folder_ / "file") << "x";
  for (const char* folder : {"file", "file/inner"}) {
    const Finished run_ = run(std::string("claims --figures ") + folder);
    EXPECT_EQ(run_.status, 2);
    EXPECT_EQ(run_.out, "");
    EXPECT_NE(run_.err.find(folder), std::string::npos) << run_.err;
  }
}

}  // namespace
}  // namespace quantcheck::test
