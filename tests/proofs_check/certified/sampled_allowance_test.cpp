// What rounding explains in many rows, taken from some of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <variant>

#include <quantcheck/proofs_check/certified/certified_sides.h>
#include <quantcheck/proofs_check/certified/near_positions.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/judge/sampled_allowance.h>
#include <quantcheck/tests/support/layers.h>

namespace quantcheck::test {
namespace {

using check::Allowance;
using check::OutsideDecision;

// The rows of a layer are alike, so that the estimate is that of a row's own replays, as far as a few replays
// tell. Rounding also explains the same decisions, but for the few that are at its limit.
TEST(SampledAllowance, IsThatOfTheRowsThemselves) {
  constexpr Index out = 600;
  const FloatLayer layer = random_layer({.out = out, .in = 48, .condition = 1e5}, 3);
  const check::Case c = case_of(layer, quantize(layer, 16, Fault::error_scaled, {0, 20}));
  const check::Hypothesis declared = check::as_declared(c);
  const auto factor = std::get<check::CertifiedFactor>(check::certified_factor(c, declared));
  check::Budget budget(100);
  const check::CertifiedSides sides = check::certified_sides(c, declared, factor, {}, budget);
  const check::CertifiedCase certified{c, declared, &factor};
  const check::FactoredCase factored{
      c,
      declared,
      check::hypothetical_grid(c, declared),
      check::GridCells(c.grid),
      [&] { return check::upper_in_double(certified); },
      [&](Index row, Index step) { return check::refined_residual(certified, row, step); },
      [&](std::span<const Index> rows) { return check::near_positions(certified, sides, rows); }};
  check::ReplayFactors factors(c, declared);
  const auto sample = check::sample_of(sides);
  ASSERT_TRUE(sample);
  const Allowance sampled = check::measure_allowance(factored, factors, *sample, {}, true);
  ASSERT_EQ(sampled.rows.size(), check::sampled_rows);
  EXPECT_LT(sampled.rows.front(), out / 10);
  EXPECT_GT(sampled.rows.back(), out - out / 10);

  const Allowance estimated = check::estimated_allowance(factored, sides, sampled);
  const Allowance measured = check::measure_allowance(factored, factors, sides, {}, true);
  ASSERT_EQ(estimated.rows, measured.rows);
  for (std::size_t i = 0; i < sampled.rows.size(); ++i)
    EXPECT_TRUE(estimated.steps.row(estimated.index_of(sampled.rows[i])) ==
                sampled.steps.row(static_cast<Index>(i)));
  double logarithms = 0;
  Index disagreements = 0;
  for (const OutsideDecision& each : sides.outside) {
    const Index i = estimated.index_of(each.place.row);
    const double by_estimate = estimated.steps(i, each.place.step);
    const double by_measurement = measured.steps(i, each.place.step);
    logarithms += std::log2(by_estimate / by_measurement);
    disagreements += (each.excess <= by_estimate) != (each.excess <= by_measurement);
  }
  const auto outside = static_cast<double>(sides.outside.size());
  EXPECT_NEAR(logarithms / outside, 0.0, 1.0);
  EXPECT_LE(static_cast<double>(disagreements), 0.03 * outside);
}

TEST(SampledAllowance, IsOfManyRowsAlone) {
  check::DecisionSides sides;
  sides.steps = 2;
  for (Index row = 0; row < 255; ++row) sides.outside.push_back({{row, 1}});
  EXPECT_FALSE(check::sample_of(sides));
  sides.outside.push_back({{255, 0}});
  sides.outside.push_back({{255, 1}});
  const auto sample = check::sample_of(sides);
  ASSERT_TRUE(sample);
  ASSERT_EQ(sample->outside.size(), check::sampled_rows);
  for (std::size_t i = 0; i < check::sampled_rows; ++i)
    EXPECT_EQ(sample->outside[i].place, (check::DecisionPlace{static_cast<Index>(4 * i), 1}));
}

// A run of so many rows is judged by the sample, with the same verdict.
TEST(SampledAllowance, ChangesNoVerdict) {
  const FloatLayer layer = random_layer({.out = 600, .in = 32, .condition = 1e3}, 5);
  for (const Fault fault : {Fault::none, Fault::error_scaled, Fault::error_lost_across_blocks}) {
    const check::Case c = case_of(layer, quantize(layer, 16, fault, {0, 1}));
    const check::Judgement found = check::judge(c, check::as_declared(c));
    EXPECT_EQ(found.verdict, fault == Fault::none ? check::RunVerdict::conforms : check::RunVerdict::fails);
    EXPECT_EQ(found.wrong + found.explained, found.outside);
  }
}

}  // namespace
}  // namespace quantcheck::test
