// The allowance beyond the box, where it can be followed by hand.
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <tuple>

#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/judge_exactly.h>
#include <quantcheck/proofs_check/replay/emulated.h>
#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/parse.h>
#include <quantcheck/tests/proofs_check/judge/small_cases.h>

namespace quantcheck::test {

using namespace check;

namespace {

RunVerdict judged_in(Arithmetic arithmetic, double weight, Code code) {
  Case c = identity_case({weight}, {code});
  c.grid.range = {-128, 127};
  c.arithmetic = arithmetic;
  return judge(c, as_declared(c)).verdict;
}

// In the first column there is a division, but no product of matrix units.
TEST(Allowance, OfTf32IsThatOfFloat32InTheFirstColumn) {
  EXPECT_EQ(judged_in(Arithmetic::tf32, 126.74, 126), RunVerdict::fails);
  EXPECT_EQ(judged_in(Arithmetic::tf32, 126.501, 126), RunVerdict::fails);
  EXPECT_EQ(judged_in(Arithmetic::tf32, 126.50001, 126), RunVerdict::conforms);
}

// The numbers of bf16 lie half a scale apart at 126, those of fp16 a sixteenth. Both store first the weight
// and then the quotient.
TEST(Allowance, OfSixteenBitsIsWhatTheFirstColumnCanRoundBy) {
  EXPECT_EQ(judged_in(Arithmetic::bf16, 126.74, 126), RunVerdict::conforms);  // stored as 126.5
  EXPECT_EQ(judged_in(Arithmetic::bf16, 126.9, 126), RunVerdict::fails);      // stored as 127
  EXPECT_EQ(judged_in(Arithmetic::fp16, 126.52, 126), RunVerdict::conforms);  // stored as 126.5
  EXPECT_EQ(judged_in(Arithmetic::fp16, 126.74, 126), RunVerdict::fails);     // stored as 126.75
}

// 1.8046875 / 0.01544189453125 is 116.87. Times the reciprocal of the scale, which bf16 stores as 65, it is
// 117.3. That is stored as 117.5, which is rounded to 118.
TEST(Allowance, OfSixteenBitsHasTheReciprocalOfTheScale) {
  Case c = identity_case({1.8046875}, {118});
  c.grid.range = {-128, 127};
  c.grid.scale = {0.01544189453125};
  c.arithmetic = Arithmetic::bf16;
  EXPECT_EQ(judge(c, as_declared(c)).verdict, RunVerdict::degraded);
  c.codes.edit()(0, 0) = 119;
  EXPECT_EQ(judge(c, as_declared(c)).verdict, RunVerdict::fails);
}

// A single product of 222 scales. Matrix units that cut operands off lose up to 0.43 of it. The loss is the
// same in all replays, so they do not show it. The first weight is clipped.
TEST(Allowance, OfTf32IsWhatAProductCanLose) {
  const auto judged_at = [](double excess, Arithmetic arithmetic) {
    const double product = 259.115 * 0.857;
    Case c = identity_case({-259.115, product + 100.5 + excess}, {0, 100});
    c.grid.range = {0, 511};
    c.layer.hessian = {1.0 + 0.857 * 0.857, 0.857, 0.857, 1.0};
    c.arithmetic = arithmetic;
    return judge(c, as_declared(c)).verdict;
  };
  EXPECT_EQ(judged_at(0.1, Arithmetic::tf32), RunVerdict::degraded);
  EXPECT_EQ(judged_at(0.1, Arithmetic::fp32), RunVerdict::fails);
  EXPECT_EQ(judged_at(0.6, Arithmetic::tf32), RunVerdict::fails);
}

// A sweep in fp16. Its products and sums are subnormal, so they are off by more than a share of themselves.
TEST(Allowance, OfFp16HasSubnormalNumbers) {
  constexpr Index in = 24;
  const Fp16 scale(3e-6);
  const reference::Matrix<double> hessian =
      reference::Matrix<double>::Identity(in, in) + reference::Matrix<double>::Constant(in, in, 0.4);
  const reference::Matrix<double> u = reference::unit_upper(reference::udu(hessian));
  std::mt19937_64 random(1);
  for (int row = 0; row < 200; ++row) {
    std::vector<double> weight;
    std::vector<Code> codes;
    std::vector<Fp16> error;
    for (Index j = 0; j < in; ++j) {
      const Fp16 w(1e-5 * (static_cast<double>(random() % 2001) / 1000 - 1));
      weight.push_back(static_cast<double>(w));
      Fp16 sum = w;
      for (Index i = 0; i < j; ++i) sum = sum + error[i] * Fp16(u(i, j));
      codes.push_back(static_cast<Code>(std::nearbyint(static_cast<double>(sum / scale))));
      error.push_back(w - scale * Fp16(static_cast<double>(codes.back())));
    }
    Case c = identity_case(weight, codes);
    c.layer.hessian.edit().assign(hessian.data(), hessian.data() + hessian.size());
    c.grid.range = {-128, 127};
    c.grid.scale = {static_cast<double>(scale)};
    c.arithmetic = Arithmetic::fp16;
    EXPECT_NE(judge(c, as_declared(c)).verdict, RunVerdict::fails) << row;
  }
}

// An inverse has no part in the first column.
TEST(Allowance, NoInverseExplainsTheFirstColumn) {
  for (const auto& [arithmetic, weight, code] : {std::tuple{Arithmetic::bf16, 60.0, Code{61}},
                                                 {Arithmetic::bf16, 120.0, Code{119}},
                                                 {Arithmetic::fp16, 1000.0, Code{1001}},
                                                 {Arithmetic::fp32, 60.0, Code{61}}}) {
    Case c = identity_case({weight, 0, 0, 0}, {code, 0, 0, 0});
    c.grid.range = {-2048, 2047};
    c.arithmetic = arithmetic;
    const Judgement j = judge(c, as_declared(c));
    EXPECT_EQ(j.verdict, RunVerdict::fails) << weight;
    EXPECT_EQ(j.general_inverse, std::optional(false)) << weight;
  }
}

// At 128 the numbers of float32 lie 2^-16 apart, so 128.500005 is stored as 128.5, which is rounded to the
// even 128.
TEST(Allowance, IsWiderWhereTheZeroPointIsAddedBeforeRounding) {
  Case c = identity_case({0.500005}, {128});
  c.grid.range = {0, 255};
  c.grid.zero = {128};
  c.arithmetic = Arithmetic::fp32;
  EXPECT_EQ(judge(c, as_declared(c)).verdict, RunVerdict::conforms);
  c.declared.zero_added = ZeroAdded::before;
  EXPECT_EQ(judge(c, as_declared(c)).verdict, RunVerdict::conforms);
  c.declared.zero_added = ZeroAdded::after;
  EXPECT_EQ(judge(c, as_declared(c)).verdict, RunVerdict::fails);
}

TEST(Allowance, TakesTheEvenCodeOrTheEvenStep) {
  Case c = identity_case({2.5, 0.0, 9.0}, {5, 3, 3});  // the last one is wrong
  c.grid.zero = {3};
  c.layer.weight.edit()[2] = 0.5;  // between the codes 3 and 4
  c.codes.edit()(0, 2) = 7;
  c.declared.zero_added = ZeroAdded::before;
  EXPECT_EQ(judge(c, as_declared(c)).first_wrong->expected, 4);
  c.declared.zero_added = ZeroAdded::after;
  EXPECT_EQ(judge(c, as_declared(c)).first_wrong->expected, 3);
}

// The diagonal entry of an input that is declared dead counts as 1, whatever is stored.
TEST(Allowance, ADeadInputNeedsNoDiagonal) {
  Case c = identity_case({5.0, 1.0}, {0, 1});
  c.declared.dead[0] = true;
  c.layer.hessian.edit()[0] = 0;
  const Judgement with_zero = judge(c, as_declared(c));
  EXPECT_EQ(with_zero.exact, 2);
  EXPECT_EQ(with_zero.facts.dead, 1);
  EXPECT_EQ(with_zero.facts.dead_not_shown, 0);
  c.layer.hessian.edit()[0] = 1;
  const Judgement with_one = judge(c, as_declared(c));
  EXPECT_EQ(with_one.exact, 2);
  EXPECT_EQ(with_one.facts.dead_not_shown, 1);
}

// A layer of 256 inputs with two samples. Its exact numbers have some hundred digits.
Case long_case() {
  Case c = identity_case(std::vector<double>(256, 0.25), std::vector<Code>(256, 0));
  c.layer.hessian.edit().clear();
  c.layer.samples = 2;
  for (Index k = 0; k < 512; ++k) c.layer.activations.edit().push_back(1.0 / static_cast<double>(3 + k % 97));
  c.declared.damping =
      reference::parse_number("0.0123456789012345678901234567890123456789012345678901234567891");
  return c;
}

TEST(Allowance, BeyondTheBudgetNothingIsDecided) {
  const Judgement j = judge(long_case(), as_declared(long_case()), {}, {.exact = true});
  EXPECT_EQ(j.verdict, RunVerdict::undecided);
  EXPECT_EQ(j.undecided, 255);  // all but the first, in which the hessian has no part
  EXPECT_NE(j.reason.find("budget"), std::string::npos) << j.reason;
  EXPECT_NE(j.advice.find("--budget "), std::string::npos) << j.advice;
}

TEST(Allowance, TheBudgetIsCountedWhileWorking) {
  Case c = identity_case(std::vector<double>(24, 0.25), std::vector<Code>(24, 0));
  c.declared.damping = reference::parse_number("0.01");
  EXPECT_EQ(judge(c, as_declared(c), {}, {1, true}).verdict, RunVerdict::conforms);
  EXPECT_EQ(judge(c, as_declared(c), {}, {1e-6, true}).verdict, RunVerdict::undecided);  // 5,000 products
}

TEST(Allowance, SeveralJudgementsShareABudget) {
  const Case c = identity_case(std::vector<double>(32, 0.3), std::vector<Code>(32, 0));
  const auto decided = [&](double times) {
    return judge(c, as_declared(c), {}, {times, true}).verdict == RunVerdict::conforms;
  };
  double times = 1e-9;
  while (!decided(times)) times *= 1.5;
  Budget budget(1.5 * times);
  EXPECT_EQ(judge_exactly(c, as_declared(c), {}, budget).verdict, RunVerdict::conforms);
  EXPECT_THROW(judge_exactly(c, as_declared(c), {}, budget), BudgetSpent);
}

TEST(Allowance, AnExcessBeyondDoubleHasAnExponent) {
  Case c = identity_case({1e300, 1e305}, {0, 0});
  c.grid.groups = 2;
  c.grid.scale = {0x1p-1000, 0x1p-1000};
  c.grid.zero = {0, 0};
  c.grid.group_index = {0, 1};
  const Judgement j = judge(c, as_declared(c));
  ASSERT_TRUE(j.max_excess);
  EXPECT_EQ(j.max_excess->column, 1);
  EXPECT_NEAR(j.max_excess->excess_log2, 1000 + std::log2(1e305), 1e-6);
}

}  // namespace
}  // namespace quantcheck::test
