// Faults planted one at a time in a float32 GPTQ. The judge must fail each of them, and pass the sound
// quantizer.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/tests/support/layers.h>

namespace quantcheck::test {
namespace {

constexpr std::size_t block = 16;
constexpr Place flipped{5, 40};

/// Quantizes the layer, judges the codes and reads the JSON report, as a program would.
nlohmann::json report_on(const FloatLayer& layer, Fault fault, std::size_t block_size = block) {
  const check::Case c = case_of(layer, quantize(layer, block_size, fault, flipped));
  const check::Judgement judgement = check::judge(c, check::as_declared(c));
  const check::Diagnosis diagnosis = check::diagnose(c, judgement);
  return nlohmann::json::parse(check::json_report({c, judgement, diagnosis}));
}

FloatLayer layer_for(double condition, std::uint64_t seed) {
  return random_layer({.condition = condition, .act_order = true}, seed);
}

class AtCondition : public testing::TestWithParam<double> {};

TEST_P(AtCondition, TheSoundQuantizerConforms) {
  for (const std::uint64_t seed : {1U, 2U, 3U})
    for (const std::size_t block_size : {1U, 16U, 128U}) {
      const auto json = report_on(layer_for(GetParam(), seed), Fault::none, block_size);
      EXPECT_EQ(json["verdict"], "CONFORMS") << json;
      EXPECT_EQ(json["counts"]["wrong"], 0);
      EXPECT_TRUE(json["first_wrong"].is_null());
      EXPECT_TRUE(json["cause"].is_null());
    }
}

TEST_P(AtCondition, EveryFaultFailsAndIsPlaced) {
  const FloatLayer layer = layer_for(GetParam(), 7);
  for (const auto& [fault, name] : fault_names) {
    SCOPED_TRACE(name);
    const auto json = report_on(layer, fault);
    // On badly conditioned layers, such a factor has the effect of an inverse that was not made symmetric.
    if (fault == Fault::factor_in_bf16 && json["cause"] == "inverse:general") continue;
    EXPECT_EQ(json["verdict"], "FAILS") << json;
    EXPECT_GT(json["counts"]["wrong"], 0);
    ASSERT_TRUE(json["first_wrong"].is_object());
    EXPECT_GT(json["first_wrong"]["excess"], 0);
    EXPECT_NE(json["first_wrong"]["code"], json["first_wrong"]["expected"]);
  }
}

INSTANTIATE_TEST_SUITE_P(Conditions, AtCondition, testing::Values(1e1, 1e2, 1e3, 1e4, 1e5, 1e6));

TEST(Mutation, AFlippedCodeIsTheFirstWrongOne) {
  const auto json = report_on(layer_for(1e3, 11), Fault::one_code_flipped);
  EXPECT_EQ(json["first_wrong"]["row"], flipped.row);
  EXPECT_EQ(json["first_wrong"]["column"], flipped.column);
}

TEST(Mutation, RowsThatAreSoundStaySound) {
  const FloatLayer layer = layer_for(1e3, 12);
  const check::Case c = case_of(layer, quantize(layer, block, Fault::propagation_skipped_in_some_rows));
  const check::Judgement j = check::judge(c, check::as_declared(c));
  for (Index row = 0; row < c.layer.out; ++row)
    EXPECT_EQ((j.decisions.row(row).array() == check::Verdict::wrong).any(), row % 7 == skipped_row) << row;
}

TEST(Mutation, NothingIsWrongBeforeTheFirstBlockEnds) {
  const auto lost = report_on(layer_for(1e2, 13), Fault::error_lost_across_blocks);
  EXPECT_GE(lost["first_wrong"]["step"], block);
  const auto last = report_on(layer_for(1e2, 13), Fault::last_column_of_block_not_updated);
  EXPECT_EQ(last["first_wrong"]["step"], block - 1);
}

struct Cause {
  Fault fault;
  std::size_t block;
  const char* id;
};

TEST(Mutation, KnownDialectsAreNamed) {
  for (const Cause& cause : {Cause{Fault::plain_rounding, 16, "plain-rounding"},
                             Cause{Fault::error_lost_across_blocks, 32, "blocks:32"},
                             Cause{Fault::order_not_applied, 16, "order:natural"},
                             Cause{Fault::undamped_hessian, 16, "damping:none"},
                             Cause{Fault::zero_point_off_by_one, 16, "zero-point:+1"}}) {
    SCOPED_TRACE(cause.id);
    EXPECT_EQ(report_on(layer_for(1e3, 14), cause.fault, cause.block)["cause"], cause.id);
  }
}

TEST(Mutation, NoCauseIsClaimedThatDoesNotFit) {
  for (const Fault fault : {Fault::one_code_flipped, Fault::two_columns_swapped})
    EXPECT_TRUE(report_on(layer_for(1e3, 15), fault)["cause"].is_null());
}

}  // namespace
}  // namespace quantcheck::test
