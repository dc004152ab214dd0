// What rounding explains of many decisions, measured for a few rows at a time.
#include <gtest/gtest.h>

#include <variant>

#include <quantcheck/proofs_check/certified/certified_sides.h>
#include <quantcheck/proofs_check/certified/near_positions.h>
#include <quantcheck/proofs_check/exact/budget.h>
#include <quantcheck/proofs_check/judge/allowance.h>
#include <quantcheck/tests/support/layers.h>

namespace quantcheck::test {
namespace {

using check::Allowance;

// Rows that are reached by the first kind of replay are not replayed again if they are alone. So less may be
// measured of them, but never too little.
TEST(AskedTogether, ExplainTheSameDecisions) {
  for (const Fault fault : {Fault::error_scaled, Fault::one_code_flipped, Fault::error_lost_across_blocks}) {
    const FloatLayer layer = random_layer({.out = 9, .in = 64, .condition = 1e5}, 3);
    const check::Case c = case_of(layer, quantize(layer, 16, fault, {3, 20}));
    const check::Hypothesis declared = check::as_declared(c);
    const auto factor = std::get<check::CertifiedFactor>(check::certified_factor(c, declared));
    check::Budget budget(100);
    const check::CertifiedSides sides = check::certified_sides(c, declared, factor, {}, budget);
    ASSERT_FALSE(sides.outside.empty());
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
    for (const bool whole_rows : {false, true}) {
      const Allowance all = check::measure_allowance(factored, factors, sides, {}, whole_rows);
      for (const Index together : {1, 100}) {
        const Allowance some = check::measure_allowance(factored, factors, sides, {}, whole_rows, together);
        EXPECT_EQ(some.rows, all.rows);
        EXPECT_EQ(some.measured, all.measured);
        EXPECT_EQ(some.factored, all.factored);
        for (const check::OutsideDecision& each : sides.outside) {
          const Index row = all.index_of(each.place.row);
          EXPECT_LE(some.steps(row, each.place.step), all.steps(row, each.place.step));
          EXPECT_EQ(each.excess <= some.steps(row, each.place.step),
                    each.excess <= all.steps(row, each.place.step))
              << each.place.row << ", " << each.place.step;
        }
      }
    }
  }
}

}  // namespace
}  // namespace quantcheck::test
