// Causes on tables of levels: faults that are planted in sound codes of e2m1 are found and named.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include <quantcheck/proofs_check/diagnose/diagnose.h>
#include <quantcheck/proofs_check/exact/exact_layer.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/report/report.h>
#include <quantcheck/reference/grid.h>
#include <quantcheck/reference/known_levels.h>
#include <quantcheck/reference/quantizers/nearest_plane.h>
#include <quantcheck/tests/support/layers.h>

namespace quantcheck::test {
namespace {

using check::Case;
using check::RunVerdict;
using reference::Rational;

// A case of e2m1 whose codes are those of the nearest plane in exact arithmetic, with this fault: `decide` has
// the grid and the target, and gives the code.
template <class Decide>
Case decided(const Decide& decide, bool rtn = false) {
  const FloatLayer layer = random_layer({.out = 24, .in = 32, .group_size = 8, .condition = 1e2}, 7);
  Case c = case_of(layer, std::vector<int>(layer.weight.size(), 0));
  c.grid.levels.assign(reference::e2m1_levels.begin(), reference::e2m1_levels.end());
  c.grid.range = {0, 15};
  for (Code& zero : c.grid.zero) zero = 0;
  for (double& scale : c.grid.scale) scale = static_cast<double>(static_cast<float>(1.5 * scale));
  const check::ExactLayer exact = check::exact_layer(c, check::as_declared(c));
  const auto decision = [&](Index row, Index column, const Rational& target) {
    return decide(exact.grid, row, column, target);
  };
  if (rtn) {
    for (Index row = 0; row < c.layer.out; ++row)
      for (Index j = 0; j < c.layer.in; ++j) c.codes.edit()(row, j) = decision(row, j, exact.weight(row, j));
  } else {
    c.codes = reference::nearest_plane(exact.weight, check::exact_factor(exact, check::as_declared(c)),
                                       exact.grid, exact.order, decision);
  }
  return c;
}

Code nearest(const Grid<Rational>& grid, Index row, Index column, const Rational& target) {
  return reference::nearest(grid, row, column, target, Rounding::half_even);
}

std::string cause_of(const Case& c) {
  const check::Judgement judgement = check::judge(c, check::as_declared(c));
  if (judgement.verdict != RunVerdict::fails) return std::string(check::name_of(judgement.verdict));
  const check::Diagnosis found = check::diagnose(c, judgement);
  return found.cause ? found.cause->id : "none";
}

TEST(Tables, SoundCodesConform) {
  Case c = decided(nearest);
  EXPECT_EQ(cause_of(c), "CONFORMS");
  for (Index row = 0; row < c.layer.out; ++row)  // -0 is as good as 0
    for (Index j = 0; j < c.layer.in; ++j)
      if (c.codes(row, j) == 0) c.codes.edit()(row, j) = 8;
  EXPECT_EQ(cause_of(c), "CONFORMS");
}

TEST(Tables, FaultsAreNamed) {
  const Case sound = decided(nearest);
  Case four_times = sound;
  for (double& scale : four_times.grid.scale) scale /= 4;
  EXPECT_EQ(cause_of(four_times), "scales:times-4");
  Case negative = sound;
  for (double& scale : negative.grid.scale) scale = -scale;
  EXPECT_NE(cause_of(negative), "none");  // the sign of the codes, or that of the scales
  Case sixth = sound;
  for (double& scale : sixth.grid.scale) scale *= 6;
  EXPECT_EQ(cause_of(sixth), "scales:times-1/6");
  Case exchanged = sound;
  for (Index row = 0; row < exchanged.layer.out; ++row)
    for (Index j = 0; j < exchanged.layer.in; ++j) exchanged.codes.edit()(row, j) = sound.codes(row, j ^ 1);
  EXPECT_EQ(cause_of(exchanged), "codes:columns-exchanged");
  Case of_next_group = sound;
  for (Index row = 0; row < sound.layer.out; ++row)
    for (Index g = 0; g < sound.grid.groups; ++g)
      of_next_group.grid.scale[row * sound.grid.groups + (g + 1) % sound.grid.groups] =
          sound.grid.scale[row * sound.grid.groups + g];
  EXPECT_EQ(cause_of(of_next_group), "scales:next-group");
}

// Targets that are rounded to integers, and only then to e2m1, never give 0.5 or 1.5.
TEST(Tables, IntegerRoundingIsNamed) {
  const Case c = decided([](const Grid<Rational>& grid, Index row, Index column, const Rational& target) {
    const Rational quotient = target / grid.scale_at(row, column);
    Code best = 0;
    for (Code code = 0; code < 16; ++code)
      if (denominator(grid.levels[code]) == 1 &&
          abs(grid.levels[code] - quotient) < abs(grid.levels[best] - quotient))
        best = code;
    return best;
  });
  EXPECT_EQ(cause_of(c), "levels:integers");
}

TEST(Tables, TheRuleIsNamed) {
  const Case rounded = decided(nearest, true);
  EXPECT_EQ(cause_of(rounded), "plain-rounding");
  Case declared = rounded;
  declared.declared.rule = check::Rule::rtn;
  EXPECT_EQ(cause_of(declared), "CONFORMS");
  Case gptq = decided(nearest);
  gptq.declared.rule = check::Rule::rtn;
  EXPECT_EQ(cause_of(gptq), "rule:gptq");
}

// One code beside the right one, in either direction, is found where it is.
TEST(Tables, OneWrongCodeIsFound) {
  Case c = decided(nearest);
  const Code right = c.codes(3, 0);
  c.codes.edit()(3, 0) = (right & 7) == 7 ? right - 1 : right + 1;
  const check::Judgement judgement = check::judge(c, check::as_declared(c));
  ASSERT_EQ(judgement.verdict, RunVerdict::fails);
  EXPECT_EQ(judgement.first_wrong->row, 3);
  EXPECT_EQ(judgement.first_wrong->column, 0);
  EXPECT_EQ(judgement.first_wrong->levels->back(), c.grid.levels[right]);
}

}  // namespace
}  // namespace quantcheck::test
