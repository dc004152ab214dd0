// The main function of tests that run on the target that QUANTCHECK_TARGET names. They are skipped where the
// machine lacks it.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include <quantcheck/optimized/target.h>
#include <quantcheck/tests/support/run_all.h>

namespace {

using quantcheck::optimized::Target;

const char* lacking_target() {
  const char* name = std::getenv("QUANTCHECK_TARGET");
  if (name == nullptr) return nullptr;
  for (const Target target : quantcheck::optimized::all_targets)
    if (name_of(target) == name && !available(target)) return name;
  return nullptr;
}

// If the variable did not reach the library, one target would be tested three times.
TEST(PerTarget, RunsOnTheTargetThatIsNamed) {
  const char* name = std::getenv("QUANTCHECK_TARGET");
  if (name == nullptr) GTEST_SKIP() << "QUANTCHECK_TARGET names none";
  EXPECT_EQ(name_of(quantcheck::optimized::default_target()), name);
}

}  // namespace

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  const char* lacking = lacking_target();
  if (lacking != nullptr && !testing::GTEST_FLAG(list_tests)) {
    std::printf("this machine cannot run the target %s\n", lacking);
    return quantcheck::test::skipped;
  }
  return quantcheck::test::run_all();
}
