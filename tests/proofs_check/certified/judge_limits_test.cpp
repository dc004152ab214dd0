// What stops the certified judge, and what is said then.
#include <gtest/gtest.h>

#include <cmath>

#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/judge_exactly.h>
#include <quantcheck/tests/proofs_check/judge/small_cases.h>
#include <quantcheck/tests/support/known_factor.h>
#include <quantcheck/tests/support/layers.h>

namespace quantcheck::test {
namespace {

// Every row has decisions outside, and replays in bfloat16 take longest.
TEST(JudgeLimits, AreReportedWhereReplaysWouldTakeMoreThanTheBudget) {
  const FloatLayer layer = random_layer({.out = 720, .in = 128, .condition = 1e3}, 5);
  Case c = case_of(layer, quantize(layer, 16, Fault::plain_rounding, {0, 0}));
  c.arithmetic = Arithmetic::bf16;
  const Judgement judgement = check::judge(c, check::as_declared(c), {}, {0.01});
  EXPECT_EQ(judgement.verdict, check::RunVerdict::undecided);
  EXPECT_EQ(judgement.reason, check::spent_reason);
}

// Its decision is settled without the Hessian, but not its loss.
TEST(JudgeLimits, TheLossOfARowThatDoubleCannotHoldIsExact) {
  Case c = identity_case({0x1p448}, {0});
  c.grid.scale = {0x1p450};
  const Judgement judgement = check::judge(c, check::as_declared(c));
  EXPECT_EQ(judgement.exact, 1);
  EXPECT_EQ(judgement.loss->middle(), 0x1p896);
  EXPECT_EQ(judgement.bound->middle(), 0x1p898);
  EXPECT_EQ(judgement.ratio->middle(), 0.25);
}

// Rationals do not reach so many inputs.
TEST(JudgeLimits, ARowThatDoubleCannotHoldIsUndecidedInALargeLayer) {
  Case c = known_layer({.in = 320, .out = 2, .distances = {{20, false}}}, 5).c;
  for (Index j = 0; j < c.layer.in; ++j) c.layer.weight.edit()[j] = std::ldexp(c.layer.weight[j], 460);
  for (Index k = 0; k < c.grid.groups; ++k) c.grid.scale[k] = std::ldexp(c.grid.scale[k], 460);
  const Judgement judgement = check::judge(c, check::as_declared(c));
  EXPECT_EQ(judgement.verdict, check::RunVerdict::undecided);
  EXPECT_GT(judgement.undecided, 0);
  EXPECT_FALSE(judgement.reason.empty());
}

// What an input was seen with is so small that its square is 0 in double. So the 1 that stands for a dead
// input is not put in the place of that square.
TEST(JudgeLimits, ADeadInputIsOneWhoseActivationsAreZero) {
  for (const double seen : {0.0, 0x1p-600}) {
    Case c;
    c.name = "tiny";
    c.layer.out = 1;
    c.layer.in = 2;
    c.layer.samples = 2;
    c.layer.weight = {0.25, 0.0};
    c.layer.activations = {1.0, seen, 0.5, -seen};
    c.codes.edit().resize(1, 2);
    c.codes.edit() << 0, 0;
    c.grid.groups = 1;
    c.grid.scale = {1.0};
    c.grid.zero = {0};
    c.grid.group_index = {0, 0};
    c.declared.order = {0, 1};
    c.declared.dead = {false, true};
    c.arithmetic = Arithmetic::exact;
    check::Budget budget(1.0);
    const Judgement expected = check::judge_exactly(c, check::as_declared(c), {}, budget);
    const Judgement judgement = check::judge(c, check::as_declared(c));
    EXPECT_EQ(judgement.verdict, expected.verdict) << seen;
    EXPECT_EQ(judgement.wrong, expected.wrong) << seen;
  }
}

}  // namespace
}  // namespace quantcheck::test
