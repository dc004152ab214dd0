// The certified judge and the rational one on the same random cases.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include <quantcheck/proofs_check/certified/certified_sides.h>
#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/exact/positions.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/judge_exactly.h>
#include <quantcheck/reference/grid.h>
#include <quantcheck/tests/support/generators.h>
#include <quantcheck/tests/support/random_cases.h>

namespace quantcheck::test {
namespace {

using check::Budget;
using check::Case;
using check::CertifiedFactor;
using check::CertifiedSides;
using check::Hypothesis;
using check::Interval;
using check::Judgement;
using check::Side;
using reference::exact;
using reference::Rational;
using reference::Vector;

// What exact arithmetic finds of a case whose Hessian is positive definite.
struct Exactly {
  check::DecisionSides sides;
  Rational loss;
  Rational bound;

  Exactly(const Case& c, const Hypothesis& hypothesis) {
    const check::ExactLayer layer = check::exact_layer(c, hypothesis);
    const reference::Udu<Rational> factor = check::exact_factor(layer, hypothesis);
    sides = check::sides_of(check::exact_positions(layer, factor, c.codes.matrix()));
    for (Index row = 0; row < c.layer.out; ++row) {
      const Vector<Rational> v = check::exact_residual(layer, factor, c.codes.matrix(), row);
      for (Index k = 0; k < c.layer.in; ++k) {
        const Index column = hypothesis.order[k];
        const auto gap = reference::larger_gap(reference::gaps(layer.grid, c.codes(row, column)));
        const Rational widest =
            layer.grid.scale_at(row, column) * gap.value_or(layer.grid.levels.empty() ? 1 : 0);
        loss += factor.pivot(k) * v(k) * v(k);
        bound += factor.pivot(k) * widest * widest / 4;
      }
    }
  }
};

bool holds(const Interval& interval, const Rational& x) {
  return exact(interval.low) <= x && (std::isinf(interval.high) || x <= exact(interval.high));
}

// Everything that is certified is so in exact arithmetic.
void expect_certified(const Case& c, const Hypothesis& hypothesis) {
  const auto unfactored_or_factor = check::certified_factor(c, hypothesis);
  const auto* factor = std::get_if<CertifiedFactor>(&unfactored_or_factor);
  if (factor == nullptr) return;
  Budget budget(100.0);
  const CertifiedSides sides = check::certified_sides(c, hypothesis, *factor, {}, budget);
  const Exactly expected(c, hypothesis);  // does not throw: that it is positive definite is proved
  std::vector<check::DecisionPlace> open;
  Index differing = 0;
  for (Index row = 0; row < c.layer.out; ++row)
    for (Index k = 0; k < c.layer.in; ++k) {
      if (std::ranges::binary_search(sides.open, check::DecisionPlace{row, k})) continue;
      differing += sides.side(row, k) != expected.sides.side(row, k);
    }
  RC_ASSERT(differing == 0);
  if (sides.open.empty()) RC_ASSERT(sides.clipped == expected.sides.clipped);
  RC_ASSERT(holds(sides.loss, expected.loss));
  RC_ASSERT(holds(sides.bound, expected.bound));
}

// A sum, certified to some digits, and the exact one, rounded.
void expect_close(const std::optional<check::Interval>& certified,
                  const std::optional<check::Interval>& sum) {
  RC_ASSERT(certified.has_value() == sum.has_value());
  if (!sum) return;
  RC_ASSERT(check::next_below(certified->low) <= sum->middle());
  RC_ASSERT(sum->middle() <= check::next_above(certified->high));
}

// The residual that an excess is made of is rounded to double.
void expect_near(const std::optional<check::Decision>& a, const std::optional<check::Decision>& b) {
  RC_ASSERT(a.has_value() == b.has_value());
  if (!a) return;
  RC_ASSERT(std::fabs(a->excess - b->excess) <= 1e-12 * std::fabs(b->excess) + 0x1p-53);
}

// Both judges say the same of everything.
void expect_agreement(const Case& c, const Hypothesis& hypothesis) {
  std::optional<Judgement> expected;
  Budget budget(1000.0);
  try {
    expected = check::judge_exactly(c, hypothesis, {}, budget);
  } catch (const reference::NotPositiveDefinite&) {
    const Judgement judgement = check::judge(c, hypothesis);
    RC_ASSERT(judgement.verdict ==
              (judgement.wrong > 0 ? check::RunVerdict::fails : check::RunVerdict::undecided));
    RC_ASSERT(judgement.undecided >= c.layer.out * (c.layer.in - 1));
    return;
  }
  const Judgement judgement = check::judge(c, hypothesis);
  RC_ASSERT((judgement.decisions.array() == expected->decisions.array()).all());
  RC_ASSERT(judgement.verdict == expected->verdict);
  RC_ASSERT(judgement.exact == expected->exact);
  RC_ASSERT(judgement.tie == expected->tie);
  RC_ASSERT(judgement.wrong == expected->wrong);
  RC_ASSERT(judgement.outside == expected->outside);
  RC_ASSERT(judgement.clipped == expected->clipped);
  expect_near(judgement.first_wrong, expected->first_wrong);
  if (expected->first_wrong) {
    RC_ASSERT(judgement.first_wrong->row == expected->first_wrong->row);
    RC_ASSERT(judgement.first_wrong->step == expected->first_wrong->step);
    RC_ASSERT(judgement.first_wrong->expected == expected->first_wrong->expected);
  }
  // Of two that are equally far, to the digits of double, each judge may choose another.
  expect_near(judgement.max_excess, expected->max_excess);
  expect_close(judgement.loss, expected->loss);
  expect_close(judgement.bound, expected->bound);
  expect_close(judgement.ratio, expected->ratio);
}

RC_GTEST_PROP(CertifiedJudge, CertifiesWhatExactArithmeticFinds, ()) {
  const Index most = *rc::gen::weightedElement<Index>({{99, 24}, {1, 128}});  // exact arithmetic is slow
  const auto [c, hypothesis] = random_question(*seeds(), {.in = most});
  expect_certified(c, hypothesis);
}

RC_GTEST_PROP(CertifiedJudge, CertifiesWhatExactArithmeticFindsOfSmallProblems, ()) {
  const Problem problem = *problems({.in = 9, .activations = *rc::gen::arbitrary<bool>()});
  const Case c = case_of(problem, *seeds());
  expect_certified(c, check::as_declared(c));
}

RC_GTEST_PROP(CertifiedJudge, AgreesWithTheRationalOne, ()) {
  const auto [c, hypothesis] = random_question(*seeds());
  expect_agreement(c, hypothesis);
}

RC_GTEST_PROP(CertifiedJudge, AgreesWithTheRationalOneOnSmallProblems, ()) {
  const Problem problem = *problems({.in = 9, .activations = *rc::gen::arbitrary<bool>()});
  const Case c = case_of(problem, *seeds());
  expect_agreement(c, check::as_declared(c));
}

}  // namespace
}  // namespace quantcheck::test
