// `quantcheck targets`: what a user learns about the machine.
#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

#include <quantcheck/optimized/target.h>
#include <quantcheck/tests/proofs_check/program/program_fixture.h>

namespace quantcheck::test {

namespace {

using optimized::Target;

class Targets : public ProgramTest {
 protected:
  Targets() { unsetenv("QUANTCHECK_TARGET"); }
  ~Targets() override { unsetenv("QUANTCHECK_TARGET"); }

  /// The program's words about each target, in the order of all_targets.
  std::vector<std::string> words() const {
    const Finished outcome = run("targets");
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.err, "");
    std::istringstream lines(outcome.out);
    std::vector<std::string> words;
    for (std::string name, rest; lines >> name && std::getline(lines >> std::ws, rest);) {
      EXPECT_EQ(name, name_of(optimized::all_targets[words.size()]));
      words.push_back(rest);
    }
    return words;
  }

  static std::vector<std::string> expected(Target used) {
    std::vector<std::string> words;
    for (const Target target : optimized::all_targets)
      words.emplace_back(target == used ? "used" : available(target) ? "available" : "not on this machine");
    return words;
  }
};

TEST_F(Targets, AreListedWithTheOneThatIsUsed) {
  EXPECT_EQ(words(), expected(optimized::available_targets().front()));
}

TEST_F(Targets, OneIsForced) {
  for (const Target target : optimized::available_targets()) {
    setenv("QUANTCHECK_TARGET", std::string(name_of(target)).c_str(), 1);
    EXPECT_EQ(words(), expected(target));
  }
}

TEST_F(Targets, AWrongNameIsAnError) {
  setenv("QUANTCHECK_TARGET", "sse2", 1);
  const Finished outcome = run("targets");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_NE(outcome.err.find("sse2"), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("scalar"), std::string::npos) << outcome.err;
}

}  // namespace
}  // namespace quantcheck::test
