// The place where two results part, and which of them is right there, in cases small enough to follow by
// hand.
#include <gtest/gtest.h>

#include <quantcheck/proofs_check/diff/difference.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/tests/proofs_check/judge/small_cases.h>
#include <quantcheck/tests/support/float_nestquant.h>
#include <quantcheck/tests/support/refusal.h>

namespace quantcheck::test {

using namespace check;

namespace {

// Two rows whose columns depend on each other: t_1 = w_1 + e_0 / 2.
Case two_rows(std::vector<Code> codes) {
  Case c = identity_case({0.5, 3.0}, {0, 0});
  c.layer.out = 2;
  c.layer.weight = {0.5, 3.0, 1.5, 4.0};
  c.layer.hessian = {4.0, 2.0, 2.0, 4.0};
  c.grid.scale = {1.0, 1.0};
  c.grid.zero = {0, 0};
  c.codes = reference::Codes(Eigen::Map<const reference::Codes>(codes.data(), 2, 2));
  return c;
}

bool asked(const Difference& d, const char* what) {
  return d.asked.otherwise.size() == 1 && d.asked.rounded.empty() && d.asked.otherwise[0].starts_with(what);
}

TEST(Difference, EqualCodesAreTheSame) {
  const Case c = two_rows({0, 3, 1, 4});
  const CaseDifference d = compare(c, c);
  EXPECT_EQ(d.outcome(), DiffOutcome::same);
  EXPECT_EQ(d.different, 0);
  EXPECT_EQ(d.all, 4);
  EXPECT_TRUE(d.asked.otherwise.empty() && d.asked.rounded.empty());
  EXPECT_TRUE(d.partings.empty());
  EXPECT_FALSE(d.first_a);
}

TEST(Difference, EqualCodesThatAreWrongAreAFaultOfBoth) {
  const Case c = two_rows({5, 3, 1, 4});
  EXPECT_EQ(compare(c, c).outcome(), DiffOutcome::both_fail);
}

TEST(Difference, AtATieEachFollowsItsOwnPath) {
  // In the first row code 0 gives e_0 = 1/2 and t_1 = 3.25, and code 1 gives e_0 = -1/2 and t_1 = 2.75. In
  // the second row t_1 = 4.25 or 3.75.
  const CaseDifference d = compare(two_rows({0, 3, 1, 4}), two_rows({1, 3, 2, 4}));
  EXPECT_EQ(d.outcome(), DiffOutcome::both_conform);
  EXPECT_EQ(d.different, 2);
  ASSERT_EQ(d.partings.size(), 2U);
  EXPECT_EQ(d.partings[0].row, 0);
  EXPECT_EQ(d.partings[0].step, 0);
  EXPECT_EQ(d.partings[0].a, Verdict::tie);
  EXPECT_EQ(d.partings[0].b, Verdict::tie);
  EXPECT_EQ(count_partings(d).both, 2);
  ASSERT_TRUE(d.first_a && d.first_b);
  EXPECT_EQ(d.first_a->position, 0.5);
  EXPECT_EQ(d.first_b->position, 0.5);
  EXPECT_EQ(d.first_a->code, 0);
  EXPECT_EQ(d.first_b->code, 1);
}

TEST(Difference, TheOneThatIsWrongIsNamed) {
  const Case right = two_rows({0, 3, 1, 4});
  const Case wrong = two_rows({0, 3, 1, 6});
  const CaseDifference d = compare(right, wrong);
  EXPECT_EQ(d.outcome(), DiffOutcome::b_fails);
  ASSERT_EQ(d.partings.size(), 1U);
  EXPECT_EQ(d.partings[0].row, 1);
  EXPECT_EQ(d.partings[0].step, 1);
  EXPECT_EQ(count_partings(d).only_a, 1);
  EXPECT_EQ(d.b.wrong, 1);
  EXPECT_EQ(d.b.wrong_since, 1);
  EXPECT_EQ(compare(wrong, right).outcome(), DiffOutcome::a_fails);
  EXPECT_EQ(count_partings(compare(wrong, right)).only_b, 1);
  EXPECT_EQ(compare(wrong, two_rows({0, 3, 1, 7})).outcome(), DiffOutcome::both_fail);
  EXPECT_EQ(count_partings(compare(wrong, two_rows({0, 3, 1, 7}))).neither, 1);
}

TEST(Difference, AFaultBeforeThePartingIsNotOneSinceIt) {
  const CaseDifference d = compare(two_rows({3, 2, 1, 4}), two_rows({3, 1, 1, 4}));  // t_1 = 3 - 5/4 = 1.75
  EXPECT_EQ(d.outcome(), DiffOutcome::both_fail);
  EXPECT_EQ(d.a.wrong, 1);
  EXPECT_EQ(d.a.wrong_since, 0);
  EXPECT_EQ(d.b.wrong, 2);
  EXPECT_EQ(d.b.wrong_since, 1);
  EXPECT_EQ(count_partings(d).only_a, 1);
}

// The first step is judged whatever the Hessian is, and so are two results compared that part there.
TEST(Difference, AFirstStepOfAHessianThatDoesNotFactorIsDescribed) {
  for (const std::vector<double>& hessian : {std::vector<double>{}, std::vector<double>{1, 2, 2, 1}}) {
    Case right = identity_case({2.0, 3.0}, {2, 3});
    right.layer.hessian = hessian;
    Case wrong = right;
    wrong.codes.edit()(0, 0) = 8;
    Case other = wrong;
    other.codes.edit()(0, 0) = 9;
    const CaseDifference parted = compare(wrong, other);
    EXPECT_EQ(parted.outcome(), DiffOutcome::both_fail);
    ASSERT_TRUE(parted.first_a && parted.first_b);
    EXPECT_EQ(parted.first_a->target, 2);
    EXPECT_EQ(parted.first_b->expected, 2);
  }
}

TEST(Difference, OneHessianThatIsMissingIsAskedOtherwise) {
  const Case with = identity_case({2.0, 3.0}, {2, 3});
  Case without = with;
  without.layer.hessian = {};
  const CaseDifference d = compare(with, without);
  EXPECT_EQ(d.asked.otherwise, std::vector<std::string>{"hessian: only one of them has one"});
}

TEST(Difference, ARowPartsOnce) {
  const CaseDifference d =
      compare(identity_case({0.5, 3.0, 5.0}, {0, 3, 5}), identity_case({0.5, 3.0, 5.0}, {1, 3, 6}));
  EXPECT_EQ(d.different, 2);
  ASSERT_EQ(d.partings.size(), 1U);
  EXPECT_EQ(d.partings[0].place, 0);
  EXPECT_EQ(count_partings(d).both, 1);  // the fault comes later
  EXPECT_EQ(d.b.wrong_since, 1);
  EXPECT_EQ(d.outcome(), DiffOutcome::b_fails);
}

TEST(Difference, TheSmallestStepIsFirstThenTheSmallestRow) {
  Case a = two_rows({0, 3, 1, 4});
  Case b = two_rows({0, 5, 2, 6});
  EXPECT_EQ(compare(a, b).partings[0].row, 1);
  EXPECT_EQ(compare(a, b).partings[0].place, 0);
  a.declared.order = b.declared.order = {1, 0};
  a.declared.order_given = b.declared.order_given = true;
  EXPECT_EQ(compare(a, b).partings[0].row, 0);
  EXPECT_EQ(compare(a, b).partings[0].place, 1);
}

TEST(Difference, HowTheSameIsWrittenDownIsNothing) {
  const Case c = two_rows({0, 3, 1, 4});
  Case shifted = two_rows({8, 11, 9, 12});
  shifted.grid.zero = {8, 8};
  shifted.grid.range = {8, 23};
  EXPECT_EQ(compare(c, shifted).outcome(), DiffOutcome::same);

  Case undamped = c;
  undamped.layer.hessian = {3.5, 2.0, 2.0, 3.5};
  undamped.declared.damping = reference::Rational(1, 2);
  EXPECT_EQ(compare(c, undamped).outcome(), DiffOutcome::same);

  undamped.declared.damping += reference::Rational(1, Code{1} << 60);  // no double is as near to 4
  EXPECT_EQ(compare(c, undamped).asked.rounded.size(), 1U);

  Case activations = c;
  activations.layer.hessian.edit().clear();
  activations.layer.activations = {2.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0};
  activations.layer.samples = 4;
  EXPECT_EQ(compare(c, activations).outcome(), DiffOutcome::same);
  EXPECT_EQ(compare(activations, activations).outcome(), DiffOutcome::same);
  activations.layer.activations.edit()[0] = 2.5;
  EXPECT_TRUE(asked(compare(c, activations), "hessian, damping included: 3 of 4"));

  Case groups = c;
  groups.grid.groups = 2;
  groups.grid.scale.assign(4, 1.0);
  groups.grid.zero.assign(4, 0);
  groups.grid.group_index = {0, 1};
  EXPECT_EQ(compare(c, groups).outcome(), DiffOutcome::same);
}

TEST(Difference, WhatWasAskedDifferentlyIsTheAnswer) {
  const Case c = two_rows({0, 3, 1, 4});
  const auto differs = [&](const char* what, const auto& change) {
    Case other = c;
    change(other);
    const CaseDifference d = compare(c, other);
    EXPECT_TRUE(asked(d, what)) << what << ": "
                                << (d.asked.otherwise.empty() ? "nothing" : d.asked.otherwise[0]);
    EXPECT_EQ(d.outcome(), DiffOutcome::not_comparable) << what;
    EXPECT_FALSE(d.first_a) << what;
  };
  differs(
      "weight (dead inputs as 0): 1 of 4 entries differ, by up to 0.125; first row 1, column 1: A 4, B 4.125",
      [](Case& o) { o.layer.weight.edit()[3] = 4.125; });
  differs("hessian, damping included: 2 of 4",
          [](Case& o) { o.layer.hessian.edit()[1] = o.layer.hessian.edit()[2] = 1.9375; });
  differs("damping: A 0, B 0.0625", [](Case& o) { o.declared.damping = reference::Rational(1, 16); });
  differs("scale: 2 of 4", [](Case& o) { o.grid.scale[1] = 1.03125; });
  differs("range of code - zero: differs at 4 of 4", [](Case& o) { o.grid.range.max = 7; });
  differs("range of code - zero", [](Case& o) { o.grid.range.max.reset(); });
  differs("order: at step 0 A takes column 0, B column 1", [](Case& o) { o.declared.order = {1, 0}; });
}

// The Hessian and its scales may be computed twice in float32. Each result is then judged by its own numbers.
TEST(Difference, WhatIsRoundedOtherwiseIsComparedAndNamed) {
  const Case c = two_rows({0, 3, 1, 4});
  const auto rounded = [&](const char* what, const auto& change) {
    Case other = two_rows({1, 3, 1, 4});
    other.arithmetic = Arithmetic::fp32;
    change(other);
    const CaseDifference d = compare(c, other);
    EXPECT_TRUE(d.asked.otherwise.empty()) << what;
    ASSERT_EQ(d.asked.rounded.size(), 1U) << what;
    EXPECT_TRUE(d.asked.rounded[0].starts_with(what)) << d.asked.rounded[0];
    EXPECT_EQ(d.outcome(), DiffOutcome::both_conform) << what;
    ASSERT_TRUE(d.first_a && d.first_b) << what;
    EXPECT_EQ(d.first_a->target, 0.5);
  };
  rounded("hessian, damping included: 2 of 4",
          [](Case& o) { o.layer.hessian.edit()[1] = o.layer.hessian.edit()[2] = 2 + 0x1p-17; });
  rounded("scale: 2 of 4", [](Case& o) { o.grid.scale[0] = 1 - 0x1p-23; });
  Case damped = c;
  damped.declared.damping = 1;
  Case otherwise = damped;
  otherwise.declared.damping += reference::Rational(1, 1 << 20);
  EXPECT_EQ(compare(damped, otherwise).outcome(), DiffOutcome::same);
  otherwise.declared.damping += reference::Rational(1, 1 << 17);
  EXPECT_EQ(compare(damped, otherwise).outcome(), DiffOutcome::not_comparable);
}

TEST(Difference, AFaultIsNamedBeforeWhatWasAsked) {
  Case wrong = two_rows({0, 3, 1, 9});
  wrong.declared.damping = 1;
  const CaseDifference d = compare(two_rows({0, 3, 1, 4}), wrong);
  EXPECT_EQ(d.outcome(), DiffOutcome::b_fails);
  EXPECT_EQ(d.asked.otherwise.size(), 1U);
}

TEST(Difference, OfMoreInputsThanRationalsReachIsJudged) {
  const Index many = max_exact_inputs + 1;
  const Case a = identity_case(std::vector<double>(many, 1.0), std::vector<Code>(many, 1));
  Case b = a;
  EXPECT_EQ(compare(a, b).outcome(), DiffOutcome::same);
  b.codes.edit()(0, 70) = 2;
  const CaseDifference d = compare(a, b);
  EXPECT_EQ(d.outcome(), DiffOutcome::b_fails);
  ASSERT_EQ(d.partings.size(), 1U);
  EXPECT_EQ(d.partings[0].place, 70);
  ASSERT_TRUE(d.first_b);
  EXPECT_EQ(d.first_b->expected, 1);
}

TEST(Difference, LayersOfOtherShapesAreRefused) {
  expect_refusal({"not one layer", "2 x 2", "1 x 2"}, [] {
    compare(two_rows({0, 3, 1, 4}), identity_case({0.5, 3.0}, {0, 3}));
  });
}

TEST(Difference, LatticeCodesDifferByBlocks) {
  const LatticeCase right = nested_case({}, 1);
  const LatticeCase wrong = nested_case({}, 1, NestedFault::one_code_flipped);
  EXPECT_EQ(compare(right, right).outcome(), DiffOutcome::same);
  const Difference d = compare(right, wrong);
  EXPECT_EQ(d.outcome(), DiffOutcome::b_fails);
  EXPECT_EQ(d.different, 1);
  ASSERT_EQ(d.partings.size(), 1U);
  EXPECT_EQ(d.partings[0].row, 5);
  EXPECT_EQ(d.partings[0].place, 3);
  EXPECT_EQ(count_partings(d).only_a, 1);

  LatticeCase other = right;
  other.values[0] += 0.25;
  EXPECT_TRUE(asked(compare(right, other), "values: 1 of "));
  other = right;
  other.beta.back() *= 2;
  EXPECT_FALSE(compare(right, other).asked.otherwise.empty());
  other = right;
  other.q += 1;
  expect_refusal({"not one layer", "q is"}, [&] { compare(right, other); });
}

}  // namespace
}  // namespace quantcheck::test
