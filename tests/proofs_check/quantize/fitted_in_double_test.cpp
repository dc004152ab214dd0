// Scales that are fitted in double: to weights as compensated some columns before, or by other errors.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <quantcheck/proofs_check/exact/orders.h>
#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/proofs_check/scales/find_scale_rule.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {

using namespace check;

namespace {

Layer layer_of(Index out, Index in) {
  const SampledLayer sampled = sample_layer(out, in, 5);
  return {out, in, as_double(sampled.weight), as_double(sampled.hessian), 0, {}};
}

QuantizeOptions asymmetric(Index group_size) {
  QuantizeOptions options;
  options.grid.symmetric = false;
  options.grid.group_size = group_size;
  return options;
}

// Where blocks are groups, nothing is stale, and the fit is that of exact arithmetic.
TEST(FittedInDouble, BlocksOfOneGroupAreCurrentScales) {
  for (const bool symmetric : {true, false}) {
    QuantizeOptions options = asymmetric(13);
    options.grid.symmetric = symmetric;
    options.arithmetic = Arithmetic::exact;
    options.order = OrderKind::act;
    const Layer layer = layer_of(6, 60);
    const Case expected = quantize(layer, options);
    options.grid.scales_block = 13;
    const Case made = quantize(layer, options);
    EXPECT_EQ(made.grid, expected.grid);
    EXPECT_EQ(made.codes, expected.codes);
    EXPECT_EQ(made.declared, expected.declared);
    EXPECT_NE(made.note.find("current scales as of blocks of 13; act-order"), std::string::npos) << made.note;
  }
}

TEST(FittedInDouble, StaleScalesAreThoseThatTheSearchFinds) {
  for (const Arithmetic arithmetic : {Arithmetic::fp32, Arithmetic::exact}) {
    QuantizeOptions options = asymmetric(8);
    options.arithmetic = arithmetic;
    options.grid.scales_block = 24;
    Case made = quantize(layer_of(10, 72), options);
    made.declared.scale_rule = parse_scale_rule("minmax stale block=24");
    const auto found = find_scale_rule(made);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->best.rule, (ScaleRule{.fit = ScaleFit::minmax, .time = ScaleTime::stale, .block = 24}));
    EXPECT_EQ(found->best.groups, found->best.of);
    EXPECT_EQ(judge(made, as_declared(made)).verdict, RunVerdict::conforms);
  }
}

TEST(FittedInDouble, NormAndRangeAreThoseThatTheSearchFinds) {
  for (const double norm : {2.4, 3.0})
    for (const GroupScales scales : {GroupScales::fixed, GroupScales::current}) {
      QuantizeOptions options = asymmetric(24);
      options.grid.scales = scales;
      options.grid.fit = GridFit::least_squares;
      options.grid.norm_of_error = norm;
      options.grid.range_of_error = 0.3;
      Case made = quantize(layer_of(10, 72), options);
      made.declared.scale_rule = parse_scale_rule("mse range=0.3 norm=" + std::to_string(norm));
      const auto found = find_scale_rule(made);
      ASSERT_TRUE(found && found->declared_fit);
      EXPECT_EQ(found->declared_fit->groups, found->declared_fit->of);
      EXPECT_EQ(found->declared_fit->rule.time,
                scales == GroupScales::fixed ? ScaleTime::fixed : ScaleTime::current);
    }
}

// With the usual norm the double fit would be that of float; a norm beside it hardly changes the choice.
TEST(FittedInDouble, ANormNearTwoIsNearlyLeastSquares) {
  QuantizeOptions options = asymmetric(0);
  options.grid.fit = GridFit::least_squares;
  const Case squares = quantize(layer_of(10, 72), options);
  options.grid.norm_of_error = 2.0000001;
  const Case near = quantize(layer_of(10, 72), options);
  for (std::size_t k = 0; k < squares.grid.scale.size(); ++k)
    EXPECT_NEAR(near.grid.scale[k] / squares.grid.scale[k], 1, 1e-6);
}

TEST(FittedInDouble, TheSameForAnyNumberOfThreads) {
  QuantizeOptions options = asymmetric(8);
  options.grid.scales_block = 24;
  options.grid.fit = GridFit::least_squares;
  options.grid.norm_of_error = 2.4;
  EXPECT_TRUE(same_content(quantize(layer_of(40, 72), options, {{}, 1}),
                           quantize(layer_of(40, 72), options, {{}, 3})));
}

TEST(GroupAware, TheOrderIsThatOfItsName) {
  for (const GroupScales scales : {GroupScales::fixed, GroupScales::current}) {
    QuantizeOptions options = asymmetric(16);
    options.grid.scales = scales;
    options.group_aware_order = true;
    const Case made = quantize(layer_of(6, 72), options);
    EXPECT_EQ(made.declared.order, order_by_name(made, "gar"));
    EXPECT_NE(made.declared.order, order_by_name(made, "act"));
    EXPECT_TRUE(made.declared.order_given);
    EXPECT_EQ(neighbours_in_group(made.grid), 16);
    EXPECT_EQ(judge(made, as_declared(made)).verdict, RunVerdict::conforms);
  }
}

TEST(GroupAware, GroupsThatAreNoNeighboursAreRefused) {
  QuantizeOptions options = asymmetric(16);
  options.order = OrderKind::act;
  const Case made = quantize(layer_of(6, 72), options);
  EXPECT_THROW(order_by_name(made, "gar"), Error);
}

TEST(FittedInDouble, WhatDoesNotGoTogetherIsRefused) {
  const auto expect_refused = [](auto change) {
    QuantizeOptions options = asymmetric(16);
    change(options);
    EXPECT_THROW(quantize(layer_of(2, 32), options), Error);
  };
  expect_refused([](QuantizeOptions& o) { o.grid.norm_of_error = 0; });
  expect_refused([](QuantizeOptions& o) { o.grid.range_of_error = 1; });
  expect_refused([](QuantizeOptions& o) { o.grid.scales_block = -1; });
  expect_refused([](QuantizeOptions& o) {
    o.grid.scales_block = 16;
    o.grid.scales = GroupScales::fixed;
  });
  expect_refused([](QuantizeOptions& o) {
    o.grid.group_size = 0;
    o.group_aware_order = true;
  });
}

}  // namespace
}  // namespace quantcheck::test
