// Proofs that a Hessian is not positive definite.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <optional>
#include <string>
#include <variant>

#include <quantcheck/proofs_check/certified/certified_factor.h>
#include <quantcheck/proofs_check/certified/indefinite.h>
#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/tests/proofs_check/judge/small_cases.h>
#include <quantcheck/tests/support/generators.h>
#include <quantcheck/tests/support/random_cases.h>

namespace quantcheck::test {
namespace {

// A case of one row whose codes are right, for any Hessian (row-major).
Case case_of_hessian(std::vector<double> hessian) {
  const auto in = static_cast<Index>(std::lround(std::sqrt(static_cast<double>(hessian.size()))));
  Case c = identity_case(std::vector<double>(in, 3.0), std::vector<Code>(in, 3));
  c.layer.hessian = std::move(hessian);
  return c;
}

Case case_of_activations(std::vector<double> x, Index samples) {
  Case c = case_of_hessian(std::vector<double>(x.size() / samples * (x.size() / samples)));
  c.layer.hessian.edit().clear();
  c.layer.samples = samples;
  c.layer.activations = std::move(x);
  return c;
}

// U D U^T for the U whose entries next to the diagonal are 1. All D_j are 1 but the one at that step.
Case case_with_pivot(Index in, Index step, double pivot) {
  std::vector<double> hessian(in * in);
  for (Index j = 0; j < in; ++j) {
    const double d = j == step ? pivot : 1;
    hessian[j * in + j] += d;
    if (j == 0) continue;
    hessian[(j - 1) * in + j - 1] += d;
    hessian[(j - 1) * in + j] = hessian[j * in + j - 1] = d;
  }
  return case_of_hessian(hessian);
}

Index bad_step(const Case& c) {
  const auto factor = check::certified_factor(c, check::as_declared(c));
  const auto* unfactored = std::get_if<check::Unfactored>(&factor);
  return unfactored == nullptr ? -1 : unfactored->step;
}

std::string proof_of(const Case& c) {
  return check::proof_of_indefinite(c, check::as_declared(c), bad_step(c), {}).value_or("none");
}

TEST(Indefinite, ByTheDiagonal) {
  EXPECT_EQ(proof_of(case_of_hessian({1, 0, 0, 0})), "the entry of its diagonal at column 1 is 0");
  EXPECT_EQ(proof_of(case_of_hessian({-0.5, 0, 0, 1})), "the entry of its diagonal at column 0 is -0.5");
  Case damped = case_of_hessian({1, 0, 0, 2});
  damped.declared.damping = -1;
  EXPECT_EQ(proof_of(damped), "the entry of its diagonal at column 0 is 0");
  EXPECT_EQ(proof_of(case_of_activations({1, 0, 2, 0}, 2)), "the entry of its diagonal at column 1 is 0");
}

TEST(Indefinite, NotByAnEntryTooSmallForDouble) {
  // The squares of the second input's activations are 0 in double.
  EXPECT_EQ(proof_of(case_of_activations({1, 0, 0, 0x1p-600}, 2)), "none");
}

TEST(Indefinite, ByAMinor) {
  const std::string words =
      "the entry at columns 2 and 0, squared, is not below the product of theirs on the diagonal";
  EXPECT_EQ(proof_of(case_of_hessian({4, 0, 2, 0, 1, 0, 2, 0, 1})), words);
  EXPECT_EQ(proof_of(case_of_hessian({4, 0, -3, 0, 1, 0, -3, 0, 1})), words);
  const double above = 1 + 0x1p-52;
  EXPECT_EQ(proof_of(case_of_hessian({1, 0, above, 0, 1, 0, above, 0, 1})), words);
  EXPECT_EQ(proof_of(case_of_hessian({1, 0, 1 - 0x1p-53, 0, 1, 0, 1 - 0x1p-53, 0, 1})), "none");
}

TEST(Indefinite, BySamples) {
  Case c = case_of_activations({1, 2, 3, 4, 1, -1}, 2);
  EXPECT_EQ(proof_of(c), "2 samples cannot show 3 inputs apart, and it is not damped");
  c.declared.damping = reference::Rational(1, 1000);
  EXPECT_EQ(proof_of(c), "none");
  Case dead = case_of_activations({1, 2, 0, 4, 1, 0}, 2);
  dead.declared.dead[2] = true;
  EXPECT_EQ(proof_of(dead), "none");
}

TEST(Indefinite, ByAVector) {
  for (const double pivot : {-0x1p-10, -0x1p-30, -0x1p-50}) {
    const std::string words = proof_of(case_with_pivot(300, 140, pivot));
    EXPECT_EQ(words.substr(0, 12), "x H x^T is -") << words;
    EXPECT_NE(words.find("for an x that is 1 at column 140 and 0 at those processed before it"),
              std::string::npos);
  }
  EXPECT_EQ(proof_of(case_with_pivot(300, 140, 0)),
            "x H x^T is 0 for an x that is 1 at column 140 and 0 at those processed before it");
}

TEST(Indefinite, NotWhereThePivotIsPositive) {
  for (const double pivot : {0x1p-10, 0x1p-30, 0x1p-46, 0x1p-50, 0x1p-52}) {
    const Case c = case_with_pivot(300, 140, pivot);
    for (const Index step : {bad_step(c), Index{0}, Index{139}, Index{140}, Index{299}})
      EXPECT_EQ(check::proof_of_indefinite(c, check::as_declared(c), step, {}), std::nullopt) << pivot;
  }
}

TEST(Indefinite, IsWhyAJudgeIsUndecided) {
  const Case c = case_with_pivot(300, 140, -0x1p-30);
  const check::Judgement j = check::judge(c, check::as_declared(c));
  EXPECT_EQ(j.verdict, check::RunVerdict::undecided);
  EXPECT_EQ(j.reason.find("the hessian is not positive definite: x H x^T is -"), 0U) << j.reason;
  // Of a Hessian that is as near to an indefinite one, but positive definite, pairs find the factor.
  const Case near = case_with_pivot(300, 140, 0x1p-52);
  EXPECT_EQ(check::judge(near, check::as_declared(near)).verdict, check::RunVerdict::conforms);
}

// Whether it is positive definite, in exact numbers.
bool is_definite(const Case& c, const check::Hypothesis& hypothesis) {
  try {
    check::exact_factor(check::exact_layer(c, hypothesis), hypothesis);
    return true;
  } catch (const reference::NotPositiveDefinite&) {
    return false;
  }
}

void expect_no_false_proof(const Case& c, const check::Hypothesis& hypothesis) {
  const bool definite = is_definite(c, hypothesis);
  for (Index step = -1; step < c.layer.in; ++step)
    if (check::proof_of_indefinite(c, hypothesis, step, {})) RC_ASSERT(!definite);
  const auto factor = check::certified_factor(c, hypothesis);
  if (std::holds_alternative<check::CertifiedFactor>(factor)) RC_ASSERT(definite);
}

RC_GTEST_PROP(IndefiniteProperty, NoPositiveDefiniteHessianIsProvedNotToBe, ()) {
  const auto [c, hypothesis] = random_question(*seeds(), {.in = 8, .condition = 1e18});
  expect_no_false_proof(c, hypothesis);
}

RC_GTEST_PROP(IndefiniteProperty, NorOneWithAPivotNearZero, ()) {
  const Index in = *rc::gen::inRange<Index>(2, 9);
  const int exponent = *rc::gen::inRange(-52, -30);
  const double sign = *rc::gen::element(-1.0, 1.0);
  const Case c = case_with_pivot(in, *rc::gen::inRange<Index>(1, in), sign * std::ldexp(1.0, exponent));
  RC_ASSERT(is_definite(c, check::as_declared(c)) == (sign > 0));
  expect_no_false_proof(c, check::as_declared(c));
  if (sign < 0) RC_ASSERT(proof_of(c) != "none");
}

}  // namespace
}  // namespace quantcheck::test
