// Real layers quantized by the published PyTorch code of GPTQ. These tests are skipped where the data is not
// at hand.
#include <gtest/gtest.h>

#include <filesystem>

#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/tests/support/data_folder.h>

namespace quantcheck::test {

using namespace check;

namespace {

/// The findings of the box criterion in 80-bit floating point.
struct Expected {
  const char* name;
  Index out;
  Index in;
  Index outside;
  double largest_excess;  // largest distance from the box in scales, two digits; 0: none
  double ratio;           // loss / bound, three decimals
  Index tie = 0;
  Index clipped = -1;  // -1: not stated
};

void PrintTo(const Expected& expected, std::ostream* os) { *os << expected.name; }

class GptqCase : public testing::TestWithParam<Expected> {};

TEST_P(GptqCase, HasTheCountsOfItsReadme) {
  const Expected& expected = GetParam();
  const auto file = data_folder() / "gptq" / (std::string(expected.name) + ".safetensors");
  if (!std::filesystem::exists(file)) GTEST_SKIP() << file << " is not here";

  const Case c = read_case(file.string(), Triangle::both);
  EXPECT_EQ(c.layer.out, expected.out);
  EXPECT_EQ(c.layer.in, expected.in);
  const Judgement j = judge(c, as_declared(c));
  EXPECT_EQ(j.verdict, RunVerdict::conforms);
  EXPECT_EQ(j.outside, expected.outside);
  EXPECT_EQ(j.explained, expected.outside);
  EXPECT_EQ(j.tie, expected.tie);
  EXPECT_EQ(j.wrong, 0);
  EXPECT_EQ(j.undecided, 0);
  EXPECT_EQ(j.exact, c.layer.out * c.layer.in - expected.outside - expected.tie);
  EXPECT_NEAR(j.loss->middle() / j.bound->middle(), expected.ratio, 0.0005);
  if (expected.clipped >= 0) {
    EXPECT_EQ(j.clipped, expected.clipped);
  }
  ASSERT_EQ(j.max_excess.has_value(), expected.outside > 0);
  if (j.max_excess) {
    EXPECT_NEAR(j.max_excess->excess, expected.largest_excess, 0.5e-8);
  }
  if (expected.tie == 1) {
    EXPECT_EQ(j.decisions(14, c.declared.order[0]),
              Verdict::tie);  // the data's readme counts columns in processing order
  }
}

INSTANTIATE_TEST_SUITE_P(
    Real, GptqCase,
    testing::Values(Expected{"stories260k_wq_layer0_sym4", 64, 64, 1, 5.4e-8, 0.355},
                    Expected{"stories260k_wk_layer1_sym4", 32, 64, 0, 0, 0.351},
                    Expected{"stories260k_w1_layer0_act4", 172, 64, 0, 0, 0.338},
                    Expected{"stories260k_w2_layer0_asym3g16", 64, 172, 0, 0, 0.341},
                    Expected{"stories260k_w2_layer2_static32act", 64, 172, 1, 1.8e-7, 0.348, 1},
                    Expected{"stories260k_wo_layer3_mse2", 64, 64, 0, 0, 0.434, 0, 205},
                    Expected{"ad01_dense2_dead_inputs_sym4", 128, 128, 1, 5.0e-8, 0.124}),
    [](const auto& each) { return std::string(each.param.name); });

}  // namespace
}  // namespace quantcheck::test
