#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/judge/judge.h>

#include <gtest/gtest.h>

#include <cmath>

#include <quantcheck/tests/proofs_check/judge/small_cases.h>

namespace quantcheck::test {

using namespace check;

namespace {

Judgement judged(const Case& c) { return judge(c, as_declared(c)); }

TEST(Judge, APointInsideTheBoxIsExact) {
  const Judgement j = judged(identity_case({0.25, 3.0, 7.49}, {0, 3, 7}));
  EXPECT_EQ(j.verdict, RunVerdict::conforms);
  EXPECT_EQ(j.exact, 3);
  EXPECT_EQ(j.outside, 0);
  EXPECT_FALSE(j.max_excess);
}

TEST(Judge, AtTheBoundaryBothCodesTie) {
  for (const Code code : {2, 3}) {
    const Judgement j = judged(identity_case({2.5}, {code}));
    EXPECT_EQ(j.verdict, RunVerdict::conforms);
    EXPECT_EQ(j.tie, 1);
  }
}

TEST(Judge, ATieReaches2ToTheMinus60OfAStepOnEitherSide) {
  // With two columns the target moves by less than the last place of the weight: t_2 = w_2 + e_1 U_12, where
  // e_1 is 2^-61 or 2^-59.
  const auto nudged = [](double nudge) {
    Case c = identity_case({nudge, 0.5}, {0, 0});
    c.layer.hessian = {2.0, 1.0, 1.0, 1.0};  // U_12 = 1
    return judged(c);
  };
  EXPECT_EQ(nudged(0x1p-61).tie, 1);
  EXPECT_EQ(nudged(0x1p-60).tie, 1);
  EXPECT_EQ(nudged(0x1.8p-60).wrong, 1);
  EXPECT_EQ(nudged(-0x1p-60).tie, 1);
  EXPECT_EQ(nudged(-0x1.8p-60).tie, 0);
  EXPECT_EQ(nudged(-0x1.8p-60).exact, 2);
}

TEST(Judge, AWeight2ToTheMinus50BeyondTheBoundaryFailsExactArithmetic) {
  const Judgement j = judged(identity_case({0.5 + 0x1p-50}, {0}));
  EXPECT_EQ(j.verdict, RunVerdict::fails);
  ASSERT_TRUE(j.first_wrong);
  EXPECT_EQ(j.first_wrong->code, 0);
  EXPECT_EQ(j.first_wrong->expected, 1);
  EXPECT_DOUBLE_EQ(j.first_wrong->excess, 0x1p-50);
  EXPECT_EQ(j.resolution, 0.0);
}

TEST(Judge, Float32ExplainsTheSame) {
  Case c = identity_case({0.5 + 0x1p-50}, {0});
  c.arithmetic = Arithmetic::fp32;
  EXPECT_EQ(judged(c).explained, 1);
  c.arithmetic.reset();  // fp32 is assumed
  EXPECT_EQ(judged(c).explained, 1);
  c.layer.weight = {0.5 + 0x1p-16};
  EXPECT_EQ(judged(c).wrong, 1);
}

TEST(Judge, CodesTooFineForTheArithmeticDoNotConform) {
  // bf16 cannot tell 112.125 from 112 or from 113. Rounding explains the second nearest code, and the
  // judgement says so.
  Case c = identity_case({112.125, 104.3}, {113, 105});
  c.grid.range = {0, 255};
  c.arithmetic = Arithmetic::bf16;
  EXPECT_EQ(judged(c).verdict, RunVerdict::degraded);
}

TEST(Judge, WhatLeavesTheRangeOfTheArithmeticIsUndecidedInItsRow) {
  Case c = identity_case({1e6, 3.0}, {2, 3});
  c.grid.range = {};
  c.arithmetic = Arithmetic::fp16;
  EXPECT_EQ(judged(c).undecided, 1);
  EXPECT_EQ(judged(c).verdict, RunVerdict::undecided);

  // The other row is judged all the same.
  c.layer.out = 2;
  c.layer.weight = {1e6, 3.0, 0.25, 3.0};
  c.codes.edit().resize(2, 2);
  c.codes.edit() << 2, 3, 0, 5;
  c.grid.scale = {1.0, 1.0};
  c.grid.zero = {0, 0};
  const Judgement j = judged(c);
  EXPECT_EQ(j.undecided, 1);
  EXPECT_EQ(j.wrong, 1);
  EXPECT_EQ(j.verdict, RunVerdict::fails);
  EXPECT_EQ(j.reason, "");
}

TEST(Judge, NothingIsAskedBeyondTheEndsOfTheGrid) {
  const Judgement j = judged(identity_case({99.0, -99.0, 15.5, -0.5}, {15, 0, 15, 0}));
  EXPECT_EQ(j.exact, 4);  // 15.5 and -0.5 have no other code to tie with
  EXPECT_EQ(j.clipped, 2);
  const Judgement inward = judged(identity_case({14.0, 1.0, 14.5}, {15, 0, 15}));
  EXPECT_EQ(inward.wrong, 2);
  EXPECT_EQ(inward.tie, 1);
}

TEST(Judge, AGridOfOneCodeIsAlwaysRight) {
  Case c = identity_case({99.0, -3.0}, {4, 4});
  c.grid.range = {4, 4};
  EXPECT_EQ(judged(c).exact, 2);
  EXPECT_EQ(judged(c).clipped, 2);
}

TEST(Judge, UnboundedCodesAreNeverClipped) {
  Case c = identity_case({99.0, -99.0}, {99, -99});
  c.grid.range = {};
  EXPECT_EQ(judged(c).exact, 2);
  c.codes.edit()(0, 1) = -98;
  EXPECT_EQ(judged(c).wrong, 1);
}

TEST(Judge, ANegativeScaleTurnsTheGridRound) {
  Case c = identity_case({-2.75, 40.0}, {3, 0});
  c.grid.scale = {-1.0};
  const Judgement j = judged(c);
  EXPECT_EQ(j.exact, 2);
  EXPECT_EQ(j.clipped, 1);
  c.codes.edit()(0, 0) = 2;
  ASSERT_TRUE(judged(c).first_wrong);
  EXPECT_EQ(judged(c).first_wrong->expected, 3);
}

TEST(Judge, FollowsTheErrorThroughTheFactor) {
  // H = U D U^T with U_12 = 1/2. Code 0 for w_1 = 0.4 leaves t_2 = 1.35 + 0.4/2 = 1.55, which takes code 2.
  // Plain rounding would not.
  Case c = identity_case({0.4, 1.35}, {0, 2});
  c.layer.hessian = {1.25, 0.5, 0.5, 1.0};
  EXPECT_EQ(judged(c).exact, 2);
  c.codes.edit()(0, 1) = 1;
  const Judgement j = judged(c);
  ASSERT_TRUE(j.first_wrong);
  EXPECT_EQ(j.first_wrong->row, 0);
  EXPECT_EQ(j.first_wrong->column, 1);
  EXPECT_EQ(j.first_wrong->step, 1);
  EXPECT_NEAR(j.first_wrong->target, 1.55, 1e-15);
  EXPECT_NEAR(j.first_wrong->excess, 0.05, 1e-15);
  // The error is e = (0.4, 0.35).
  EXPECT_NEAR(j.loss->middle(), 1.25 * 0.16 + 2 * 0.5 * 0.14 + 0.1225, 1e-15);
  EXPECT_NEAR(j.bound->middle(), 0.25 * (1.0 + 1.0), 1e-15);  // D = (1, 1)
}

TEST(Judge, UsesTheImplementationsOwnEarlierDecisions) {
  // A wrong first code does not make the second one wrong, which is judged by the error that was really made.
  Case c = identity_case({0.4, 1.35}, {1, 1});
  c.layer.hessian = {1.25, 0.5, 0.5, 1.0};
  const Judgement j = judged(c);  // t_2 = 1.35 - 0.6 / 2 = 1.05
  EXPECT_EQ(j.wrong, 1);
  EXPECT_EQ(j.first_wrong->column, 0);
}

TEST(Judge, ReportsTheColumnOfAStep) {
  Case c = identity_case({0.0, 0.0, 1.0}, {0, 0, 0});
  c.declared.order = {2, 0, 1};
  const Judgement j = judged(c);
  ASSERT_TRUE(j.first_wrong);
  EXPECT_EQ(j.first_wrong->column, 2);
  EXPECT_EQ(j.first_wrong->step, 0);
  EXPECT_EQ(j.decisions(0, 2), Verdict::wrong);
}

TEST(Judge, TakesDeadInputsAsZero) {
  Case c = identity_case({5.0, 1.0}, {0, 1});
  EXPECT_EQ(judged(c).wrong, 1);
  c.declared.dead[0] = true;
  EXPECT_EQ(judged(c).exact, 2);
}

TEST(Judge, NamesThePivotOfAnIndefiniteHessian) {
  Case c = identity_case({0.0, 0.0, 0.0}, {0, 0, 0});
  c.layer.hessian = {1.0, 0.0, 0.0, 0.0, 1.0, 2.0, 0.0, 2.0, 1.0};
  c.declared.order = {1, 0, 2};
  const Judgement j = judged(c);
  EXPECT_EQ(j.verdict, RunVerdict::undecided);
  // Column 2 is eliminated first, for its pivot 1. Then column 1 has 1 - 2 * 2 = -3.
  EXPECT_EQ(j.reason,
            "the hessian is not positive definite: the pivot of column 1 (processing step 0) is -3");
  EXPECT_EQ(j.exact, 1);
}

TEST(Judge, LeavesASingularHessianUndecidedUntilItIsDamped) {
  Case c = identity_case({1.0, 1.0}, {1, 1});
  c.layer.hessian = {1.0, 1.0, 1.0, 1.0};
  EXPECT_EQ(judged(c).verdict, RunVerdict::undecided);
  c.declared.damping = reference::Rational(1, 1000000);
  EXPECT_EQ(judged(c).exact, 2);
}

// The weight is the target of the first decision that is processed, whatever the Hessian is.
TEST(Judge, WithoutAHessianTheFirstDecisionsAreJudged) {
  Case c = identity_case({0.4, 1.35, 3.0}, {0, 9, 3});
  c.layer.hessian = {};
  for (const bool exact : {false, true}) {
    const Judgement j = judge(c, as_declared(c), {}, {.exact = exact});
    EXPECT_EQ(j.verdict, RunVerdict::undecided);
    EXPECT_EQ(j.exact, 1);
    EXPECT_EQ(j.undecided, 2);
    EXPECT_EQ(j.reason.find("there is neither a hessian nor activations"), 0U) << j.reason;
    EXPECT_FALSE(j.loss || j.bound || j.ratio || j.plain_rounding);
  }
  c.declared.order = {1, 0, 2};
  const Judgement j = judged(c);
  EXPECT_EQ(j.verdict, RunVerdict::fails);
  ASSERT_TRUE(j.first_wrong);
  EXPECT_EQ(j.first_wrong->column, 1);
  EXPECT_EQ(j.first_wrong->expected, 1);
  EXPECT_FALSE(diagnose(c, j).cause);
}

TEST(Judge, FormsTheHessianOfActivationsExactly) {
  Case c = identity_case({0.4, 1.35}, {0, 2});
  c.layer.hessian.edit().clear();
  c.layer.samples = 2;
  c.layer.activations = {1.0, 0.0, 0.5, 1.0};  // X^T X = {{1.25, 0.5}, {0.5, 1}}
  EXPECT_EQ(judged(c).exact, 2);
  c.codes.edit()(0, 1) = 1;
  EXPECT_EQ(judged(c).wrong, 1);
}

TEST(Judge, DecidesWhatRationalsDoNotReach) {
  const std::size_t in = max_exact_inputs + 1;
  const Case many = identity_case(std::vector<double>(in, 1.0), std::vector<Code>(in, 1));
  EXPECT_EQ(judged(many).verdict, RunVerdict::conforms);
  const Judgement in_rationals = judge(many, as_declared(many), {}, {.exact = true});
  EXPECT_EQ(in_rationals.verdict, RunVerdict::undecided);
  EXPECT_EQ(in_rationals.exact, 1);  // the first decision, which is known without the hessian
  EXPECT_EQ(in_rationals.undecided, max_exact_inputs);
  EXPECT_EQ(in_rationals.reason, "257 inputs: rationals reach 256");

  Case wide = identity_case(std::vector<double>(256, 1.0), std::vector<Code>(256, 1));
  wide.layer.hessian.edit()[0] = 0x1p1000;
  wide.layer.hessian.edit()[257] = 0x1p-1000;
  EXPECT_EQ(judged(wide).verdict, RunVerdict::conforms);
  EXPECT_EQ(judge(wide, as_declared(wide), {}, {.exact = true}).verdict, RunVerdict::undecided);
}

}  // namespace
}  // namespace quantcheck::test
