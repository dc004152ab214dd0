// Scales that were rounded to half precision when they were stored.
#include <gtest/gtest.h>

#include <cmath>

#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/replay/emulated.h>
#include <quantcheck/reference/number/float_formats.h>
#include <quantcheck/tests/proofs_check/judge/small_cases.h>
#include <quantcheck/tests/support/layers.h>
#include <quantcheck/tests/support/sanitized.h>

namespace quantcheck::test {
namespace {

using check::Judgement;
using check::RunVerdict;
using check::Verdict;

// Codes quantized with float32 scales, in a case that stores them as float16.
check::Case stored_in_f16(const FloatLayer& layer, Fault fault = Fault::none) {
  check::Case c = case_of(layer, quantize(layer, 16, fault, {3, 20}));
  for (double& scale : c.grid.scale) scale = check::stored_as(FloatFormat::f16, scale);
  c.scale_format = FloatFormat::f16;
  return c;
}

Judgement judged(const check::Case& c) { return check::judge(c, check::as_declared(c)); }

class StoredScale : public testing::TestWithParam<std::size_t> {};

constexpr Index rows = sanitized ? 16 : 64;

TEST_P(StoredScale, ItsRoundingExplainsASoundResult) {
  Index explained = 0;
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    check::Case c =
        stored_in_f16(random_layer({.out = rows, .group_size = GetParam(), .condition = 1e2}, seed));
    const Judgement j = judged(c);
    EXPECT_EQ(j.verdict, RunVerdict::conforms) << j.wrong << " wrong";
    explained += j.explained_by_stored_scale;

    c.scale_format = FloatFormat::f32;  // the same scales, declared as those of the computation
    EXPECT_EQ(judged(c).wrong, j.explained_by_stored_scale);
  }
  EXPECT_GT(explained, 0);
}

TEST_P(StoredScale, ItDoesNotExplainAFault) {
  const FloatLayer layer = random_layer({.out = rows, .group_size = GetParam(), .condition = 1e2}, 5);
  for (const Fault fault : {Fault::error_scaled, Fault::error_lost_across_blocks,
                            Fault::zero_point_off_by_one, Fault::plain_rounding, Fault::one_code_flipped})
    EXPECT_EQ(judged(stored_in_f16(layer, fault)).verdict, RunVerdict::fails) << static_cast<int>(fault);
  const Judgement flipped = judged(stored_in_f16(layer, Fault::one_code_flipped));
  EXPECT_EQ(flipped.decisions(3, 20), Verdict::wrong);
  EXPECT_EQ(flipped.wrong_rows, 1);
}

INSTANTIATE_TEST_SUITE_P(GroupSizes, StoredScale, testing::Values(64, 16, 5));

// One weight and code 8, with a scale that is stored as 1. Its true scale lies in [1 - 2^-12, 1 + 2^-11], so
// the code is right for the weights between 7.5 (1 - 2^-12) and 8.5 (1 + 2^-11).
TEST(StoredScale, ReachesHalfAUnitOnEachSideAndNoFarther) {
  const auto at = [](double weight) {
    check::Case c = identity_case({weight}, {8});
    c.scale_format = FloatFormat::f16;
    c.arithmetic = Arithmetic::fp32;
    return judged(c).verdict;
  };
  const double margin = 1e-4;  // more than the 4e-6 that float32 explains here
  // A single decision that fits some scale is no evidence.
  EXPECT_EQ(at(8.5 * (1 + 0x1p-11)), RunVerdict::degraded);
  EXPECT_EQ(at(8.5 * (1 + 0x1p-11) + margin), RunVerdict::fails);
  EXPECT_EQ(at(7.5 * (1 - 0x1p-12)), RunVerdict::degraded);
  EXPECT_EQ(at(7.5 * (1 - 0x1p-12) - margin), RunVerdict::fails);
}

TEST(StoredScale, OneScaleMustServeTheWholeGroup) {
  // The first weight needs a larger scale than the stored one, the second a smaller one.
  check::Case c = identity_case({8.5 * (1 + 0x1p-12), 7.5 * (1 - 0x1p-13)}, {8, 8});
  c.scale_format = FloatFormat::f16;
  c.arithmetic = Arithmetic::fp32;
  EXPECT_EQ(judged(c).verdict, RunVerdict::fails);
  c.grid.groups = 2;
  c.grid.scale = {1.0, 1.0};
  c.grid.zero = {0, 0};
  c.grid.group_index = {0, 1};
  EXPECT_EQ(judged(c).verdict, RunVerdict::degraded);
  EXPECT_EQ(judged(c).explained_by_stored_scale, 2);
}

// A larger scale than the stored one would put the first weight inside the box. The others are inside with
// the stored scale, and would be outside.
TEST(StoredScale, ItExcusesAndNeverAccuses) {
  check::Case c = identity_case({8.5 * (1 + 0x1p-12), 7.5 * (1 + 0x1p-14), 7.5 * (1 + 0x1p-14)}, {8, 8, 8});
  c.scale_format = FloatFormat::f16;
  c.arithmetic = Arithmetic::fp32;
  const Judgement j = judged(c);
  EXPECT_EQ(j.decisions(0, 0), Verdict::wrong);
  EXPECT_EQ(j.exact, 2);
  EXPECT_EQ(j.wrong, 1);
  EXPECT_GT(j.first_wrong->excess, 0);
}

TEST(StoredScale, ExactArithmeticIsNotExcused) {
  check::Case c = identity_case({8.5 + 0x1p-20}, {8});
  c.scale_format = FloatFormat::f16;
  EXPECT_EQ(judged(c).verdict, RunVerdict::fails);
}

}  // namespace
}  // namespace quantcheck::test
