// Codes made by the published NestQuant code. These tests are skipped where the data is not at hand.
#include <gtest/gtest.h>

#include <filesystem>

#include <quantcheck/proofs_check/diagnose/lattice/cause.h>
#include <quantcheck/proofs_check/io/cases/subject_file.h>
#include <quantcheck/tests/support/data_folder.h>

namespace quantcheck::test {

using namespace check;

namespace {

struct Expected {
  const char* name;
  RunVerdict verdict;
  Index blocks;
  Index wrong;  // each of them at a beta where it decodes to another point
  double squared_error;
  double first_squared_error = 0;  // 0: the codes are not of first-beta
};

void PrintTo(const Expected& expected, std::ostream* os) { *os << expected.name; }

class NestQuantCase : public testing::TestWithParam<Expected> {};

TEST_P(NestQuantCase, IsJudgedAsItsReadmeSays) {
  const Expected& expected = GetParam();
  const auto file = data_folder() / "nestquant" / (std::string(expected.name) + ".safetensors");
  if (!std::filesystem::exists(file)) GTEST_SKIP() << file << " is not here";

  const auto c = std::get<LatticeCase>(read_subject(file.string(), Triangle::both));
  const LatticeJudgement j = judge(c);
  EXPECT_EQ(j.verdict, expected.verdict);
  EXPECT_EQ(std::ssize(j.blocks), expected.blocks);
  EXPECT_EQ(j.wrong, expected.wrong);
  EXPECT_EQ(j.wrong_betas, expected.wrong);
  EXPECT_EQ(std::ssize(j.passed), expected.wrong);
  EXPECT_EQ(j.undecided, 0);
  EXPECT_NEAR(*j.squared_error, expected.squared_error, 0.00005);
  EXPECT_EQ(j.first_squared_error.has_value(), expected.first_squared_error > 0);
  EXPECT_NEAR(j.first_squared_error.value_or(0), expected.first_squared_error, 0.00005);
  const auto cause = diagnose(c, j);
  ASSERT_EQ(cause.has_value(), expected.wrong > 0);
  if (cause) {
    EXPECT_EQ(cause->id, "overload-test");
    EXPECT_EQ(cause->explains, expected.wrong);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Real, NestQuantCase,
    testing::Values(Expected{"gaussian_q14_opt", RunVerdict::conforms, 16384, 0, 0.00693},
                    Expected{"stories260k_w1_layer2_q14_opt", RunVerdict::conforms, 1376, 0, 0.00683},
                    Expected{"gaussian_q14_first", RunVerdict::fails, 16384, 159, 0.04897, 0.00703},
                    Expected{"gaussian_q4_first", RunVerdict::fails, 4096, 42, 0.14901, 0.10210}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(NestQuantPoints, AreNearestAndHalfOfThemTies) {
  const auto file = data_folder() / "nestquant" / "e8_nearest.safetensors";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << file << " is not here";
  const LatticeJudgement j = judge(std::get<E8Case>(read_subject(file.string(), Triangle::both)));
  EXPECT_EQ(j.verdict, RunVerdict::conforms);
  EXPECT_EQ(j.exact + j.tie, 16384);
  EXPECT_NEAR(static_cast<double>(j.tie), 8192, 512);
}

}  // namespace
}  // namespace quantcheck::test
