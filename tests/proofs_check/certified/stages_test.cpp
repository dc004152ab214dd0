// Each stage of the certified judge, forced and counted.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include <quantcheck/proofs_check/certified/certified_sides.h>
#include <quantcheck/proofs_check/certified/exact_column.h>
#include <quantcheck/tests/proofs_check/certified/known_shapes.h>
#include <quantcheck/tests/proofs_check/judge/small_cases.h>

namespace quantcheck::test {
namespace {

CertifiedFactor factor_of(const Case& c) {
  auto factor = check::certified_factor(c, check::as_declared(c));
  EXPECT_TRUE(std::holds_alternative<CertifiedFactor>(factor));
  return std::get<CertifiedFactor>(std::move(factor));
}

CertifiedSides sides_of(const Case& c, double budget_times = 100) {
  Budget budget(budget_times);
  return check::certified_sides(c, check::as_declared(c), factor_of(c), {}, budget);
}

Index all_decisions(const Case& c) { return c.layer.out * c.layer.in; }

// Every decision is settled by one stage, and as the construction says.
std::vector<check::DecisionPlace> places_of(const check::DecisionSides& sides) {
  std::vector<check::DecisionPlace> places;
  for (const check::OutsideDecision& decision : sides.outside) places.push_back(decision.place);
  std::ranges::sort(places);
  return places;
}

void expect_settled(const KnownLayer& known, const CertifiedSides& sides) {
  const auto& [in_double, uncoupled, pairs, products] = sides.settled;
  EXPECT_EQ(in_double + uncoupled + pairs + products, all_decisions(known.c));
  EXPECT_TRUE(sides.open.empty());
  EXPECT_EQ(sides.ties, known.sides.ties);
  EXPECT_EQ(places_of(sides), places_of(known.sides));
  EXPECT_EQ(sides.clipped, known.sides.clipped);
  EXPECT_LE(reference::exact(sides.loss.low), known.loss);
  EXPECT_GE(reference::exact(sides.loss.high), known.loss);
  EXPECT_LE(reference::exact(sides.bound.low), known.bound);
  EXPECT_GE(reference::exact(sides.bound.high), known.bound);
}

// What the stages settle of a layer of 128 inputs, whose special decisions are at those distances.
CertifiedSides settled(const std::vector<Distance>& distances, Index* special) {
  const KnownLayer known = known_layer({.in = 128, .distances = distances, .digits = 16}, 3);
  *special = std::ssize(known.special);
  const CertifiedSides sides = sides_of(known.c);
  expect_settled(known, sides);
  return sides;
}

TEST(Stages, DoubleSettlesWhatIsNotNearABoundary) {
  Index special = 0;
  const CertifiedSides sides = settled(both_sides({20}), &special);
  EXPECT_GE(sides.settled.in_double, Index{4} * 128 - special);
  EXPECT_GT(sides.settled.pairs, 0);
  EXPECT_EQ(sides.settled.products, 0);
}

TEST(Stages, PairsSettleWhatDoubleLeavesOpen) {
  Index special = 0;
  const CertifiedSides sides = settled(both_sides({52, 58, 59, 61, 70}), &special);
  EXPECT_GE(sides.settled.pairs + sides.settled.uncoupled, special);
  EXPECT_EQ(sides.settled.products, 0);
}

TEST(Stages, ExactProductsSettleWhatPairsLeaveOpen) {
  Index special = 0;
  const CertifiedSides sides = settled({{60, true, 99}, {60, false}, {60, true}}, &special);
  EXPECT_GT(sides.settled.products, 0);
  EXPECT_GE(sides.settled.products, special * 3 / 4);  // on an open side pairs do for some
}

// Of a residual that is known exactly no digit is in doubt: 2^-115 more than 2^-60 is outside.
TEST(Stages, AnExactResidualHasItsExactSide) {
  Grid<double> grid = identity_case({0}, {3}).grid;
  const reference::Rational width = reference::Rational(1, 2) + reference::exact(0x1p-60);
  const reference::Rational more = width + reference::exact(0x1p-115);
  EXPECT_EQ(check::exact_position(grid, check::GridCells(grid), 0, 0, 3, {width, 0}).side, Side::tie);
  EXPECT_EQ(check::exact_position(grid, check::GridCells(grid), 0, 0, 3, {more, 0}).side, Side::outside);
  EXPECT_EQ(check::exact_position(grid, check::GridCells(grid), 0, 0, 3, {-more, 0}).side, Side::outside);
  EXPECT_EQ(check::exact_position(grid, check::GridCells(grid), 0, 0, 15, {more, 0}).side, Side::inside);
  EXPECT_TRUE(check::exact_position(grid, check::GridCells(grid), 0, 0, 15, {more, 0}).clipped);
  EXPECT_FALSE(check::exact_position(grid, check::GridCells(grid), 0, 0, 15, {width, 0}).clipped);
}

// The column is off by 2^-180, its scale is 2^-900, and what the residual is off by is 0 in double.
TEST(Stages, AResidualIsNotExactBecauseItsErrorUnderflows) {
  Case c = identity_case({0x1p-900, 0x1p-900}, {0, 0});
  c.layer.hessian = {0x1p1000, 0, 0, 0x1p1000};
  c.grid.scale = {0x1p-900};
  const CertifiedFactor factor = factor_of(c);
  const check::ExactColumn column{1, 2, {0, 1}, 0x1p-180, {}};
  EXPECT_GT(check::residual_from(c, check::as_declared(c), factor, column, 0).error, 0);
}

// The excess may be 2^-60 exactly, which is not yet clipped.
TEST(Stages, WhatIsComputedAsJustBeyondTheWidthIsNotClipped) {
  const double computed = 0x1p-60 * (1 + 0x1p-50);
  const CodeRange range{0, 15};
  const check::BoundedPosition unknown =
      check::bounded_position(check::GridCells(range), 15, check::Excess{0.5, computed, 0x1p-105});
  EXPECT_EQ(unknown.side, Side::inside);
  EXPECT_FALSE(unknown.clipped);
  EXPECT_TRUE(
      check::bounded_position(check::GridCells(range), 15, check::Excess{0.5, computed, 0x1p-115}).clipped);
}

// Double takes the code 2^53 + 1 for 2^53, and the error of -1 for 0.
TEST(Stages, RationalsSettleCodesThatDoubleCannotHold) {
  constexpr Code large = (Code{1} << 53) + 1;
  Case c = identity_case({0.25, 0x1p53}, {0, large});
  c.grid.range = {};
  c.layer.hessian = {2, 1, 1, 2};
  EXPECT_EQ(sides_of(c).open, (std::vector<check::DecisionPlace>{{0, 1}}));
  const check::Judgement judgement = check::judge(c, check::as_declared(c));
  EXPECT_EQ(judgement.wrong, 1);
  EXPECT_EQ(judgement.first_wrong->step, 1);
}

// All weights of a row but one are values of their codes.
TEST(Stages, ADecisionWithoutErrorsBeforeItIsSettledByItself) {
  KnownLayer known = known_layer({.in = 128, .out = 3, .distances = {{45, true}}}, 3);
  Case& c = known.c;
  const auto set = [&](Index row, Index j, double steps) {
    const double whole = static_cast<double>(c.codes(row, j) - c.grid.zero_at(row, j));
    c.layer.weight.edit()[row * 128 + j] = c.grid.scale_at(row, j) * (whole + steps);
  };
  for (Index row = 0; row < 3; ++row)
    for (Index j = 0; j < 128; ++j) {
      c.codes.edit()(row, j) = c.grid.zero_at(row, j);
      set(row, j, 0);
    }
  c.grid.range = {};
  constexpr Index middle = 70;
  set(0, middle, 0.5);
  set(1, middle, 0.5 + 0x1p-52);
  set(2, middle, -0.5 + 0x1p-53);
  const CertifiedSides sides = sides_of(c);
  EXPECT_EQ(sides.settled.uncoupled, 3);
  EXPECT_TRUE(sides.open.empty());
  EXPECT_EQ(sides.side(0, middle), Side::tie);
  EXPECT_EQ(sides.side(1, middle), Side::outside);
  EXPECT_EQ(sides.side(2, middle), Side::inside);
}

TEST(Stages, WhatTheBudgetDoesNotReachStaysOpen) {
  const KnownLayer known = known_layer({.in = 128, .distances = {{58, true}}, .digits = 16}, 3);
  const CertifiedSides sides = sides_of(known.c, 0);
  const auto& [in_double, uncoupled, pairs, products] = sides.settled;
  EXPECT_EQ(pairs + products, 0);
  EXPECT_EQ(in_double + uncoupled + std::ssize(sides.open), all_decisions(known.c));
  EXPECT_TRUE(std::ranges::is_sorted(sides.open));
  for (const check::DecisionPlace& place : known.special)
    if (known.sides.side(place.row, place.step) == Side::outside) {
      EXPECT_TRUE(std::ranges::binary_search(sides.open, place)) << place.row << ", " << place.step;
    }
}

// With a pivot of 2^-38 the bound in double says nothing; with 2^-46 the factorization itself stops.
TEST(Stages, PairsFactorWhatDoubleCannot) {
  for (const int pivot : {-38, -46}) {
    const KnownLayer known =
        known_layer({.in = 128, .out = 2, .distances = both_sides(all_exponents), .least_pivot = pivot}, 3);
    const auto factor = check::certified_factor(known.c, check::as_declared(known.c));
    ASSERT_TRUE(std::holds_alternative<check::CertifiedFactor>(factor));
    EXPECT_LT(std::get<check::CertifiedFactor>(factor).entry_error, 0x1p-80);
    expect_judged(known);
  }
}

// The numbers of one row are so small that nothing is said of it in double.
TEST(Stages, RationalsSettleARowThatDoubleCannotHold) {
  for (const int power : {-460, 460}) {
    KnownLayer known = known_layer({.in = 64, .distances = both_sides({20, 58, 61})}, 3);
    Case& c = known.c;
    for (Index j = 0; j < 64; ++j) c.layer.weight.edit()[64 + j] = std::ldexp(c.layer.weight[64 + j], power);
    for (Index j = 0; j < c.grid.groups; ++j) {
      double& scale = c.grid.scale[c.grid.groups + j];
      scale = std::ldexp(scale, power);
    }
    const CertifiedSides sides = sides_of(c);
    EXPECT_FALSE(sides.open.empty());
    EXPECT_TRUE(std::isinf(sides.loss.high));
    EXPECT_TRUE(std::isinf(sides.bound.high));
    for (const check::DecisionPlace& place : sides.open) EXPECT_EQ(place.row, 1);
    expect_judged(known);
  }
}

}  // namespace
}  // namespace quantcheck::test
