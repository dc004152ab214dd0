// Cases that were once judged wrongly: what was allowed beyond the box excused too much or too little.
#include <gtest/gtest.h>

#include <filesystem>

#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/tests/support/data_folder.h>

namespace quantcheck::test {

using namespace check;

namespace {

// The file of a case, or nothing where the real cases are not at hand.
std::optional<std::string> file_of(const std::string& name) {
  const auto file = data_folder() / "soundness" / (name + ".safetensors");
  if (!std::filesystem::exists(file)) return std::nullopt;
  return file.string();
}

Judgement judged(const std::string& file, double budget_times = 1) {
  const Case c = read_case(file, Triangle::both);
  return judge(c, as_declared(c), {}, {budget_times});
}

struct Expected {
  const char* name;
  RunVerdict verdict;
  double budget_times = 1;
};

class Soundness : public testing::TestWithParam<Expected> {};

TEST_P(Soundness, HasTheRightVerdict) {
  const auto file = file_of(GetParam().name);
  if (!file) GTEST_SKIP() << "no real cases here";
  const Judgement j = judged(*file, GetParam().budget_times);
  EXPECT_EQ(j.verdict, GetParam().verdict) << j.reason << ", " << j.wrong << " wrong";
}

INSTANTIATE_TEST_SUITE_P(Files, Soundness,
                         testing::Values(Expected{"plain_rounding_scale_bf16", RunVerdict::degraded},
                                         Expected{"plain_rounding_scale_f32", RunVerdict::fails},
                                         Expected{"tf32_first_column", RunVerdict::fails},
                                         Expected{"zero_added_before_rounding", RunVerdict::conforms},
                                         Expected{"takes_minutes", RunVerdict::fails, 0.1},
                                         Expected{"inverse_not_symmetrised", RunVerdict::degraded}),
                         [](const auto& each) { return std::string(each.param.name); });

TEST(SoundnessOf, DeadInputsThatWereSeen) {
  const auto file = file_of("all_declared_dead");
  if (!file) GTEST_SKIP() << "no real cases here";
  try {
    judged(*file);
    FAIL() << "inputs that the hessian shows were taken as dead";
  } catch (const Error& error) {
    EXPECT_NE(
        std::string(error.what()).find("tensor \"dead\": entry 0 declares input 0 dead, but hessian is "),
        std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace quantcheck::test
