// The choice of the instruction set: the names of the targets, and what the environment may ask for.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <optional>
#include <string>

#include <quantcheck/optimized/target.h>

namespace quantcheck::test {

using namespace optimized;

namespace {

constexpr const char* variable = "QUANTCHECK_TARGET";

/// Sets the variable for one test.
class TargetTest : public testing::Test {
 protected:
  TargetTest() {
    if (const char* value = std::getenv(variable)) before_ = value;
  }
  ~TargetTest() override {
    unsetenv(variable);
    if (before_) setenv(variable, before_->c_str(), 1);
  }

  static std::string refusal_of(const std::string& value) {
    setenv(variable, value.c_str(), 1);
    try {
      default_target();
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }

 private:
  std::optional<std::string> before_;
};

TEST_F(TargetTest, Names) {
  EXPECT_EQ(name_of(Target::avx512), "avx512");
  EXPECT_EQ(name_of(Target::avx2), "avx2");
  EXPECT_EQ(name_of(Target::scalar), "scalar");
}

TEST_F(TargetTest, AvailableOnesAreListedFastestFirst) {
  std::vector<Target> expected;
  for (const Target target : all_targets)
    if (available(target)) expected.push_back(target);
  EXPECT_EQ(available_targets(), expected);
  EXPECT_EQ(expected.back(), Target::scalar);
}

TEST_F(TargetTest, TheFastestRunsByDefault) {
  unsetenv(variable);
  EXPECT_EQ(default_target(), available_targets().front());
}

TEST_F(TargetTest, TheEnvironmentChooses) {
  for (const Target target : available_targets()) {
    setenv(variable, std::string(name_of(target)).c_str(), 1);
    EXPECT_EQ(default_target(), target);
  }
}

TEST_F(TargetTest, AWrongNameIsRefusedWithTheRightOnes) {
  for (const char* wrong : {"avx", "AVX512", "scalar ", "neon"}) {
    const std::string refusal = refusal_of(wrong);
    ASSERT_NE(refusal, "") << wrong;
    EXPECT_NE(refusal.find(variable), std::string::npos) << refusal;
    EXPECT_NE(refusal.find(wrong), std::string::npos) << refusal;
    for (const Target target : available_targets())
      EXPECT_NE(refusal.find(name_of(target)), std::string::npos) << refusal;
  }
}

TEST_F(TargetTest, WhatThisMachineLacksIsRefused) {
  if (available_targets().size() == std::size(all_targets)) GTEST_SKIP() << "this machine has every target";
  for (const Target target : all_targets)
    if (!available(target)) {
      EXPECT_NE(refusal_of(std::string(name_of(target))).find("scalar"), std::string::npos);
    }
}

}  // namespace
}  // namespace quantcheck::test
