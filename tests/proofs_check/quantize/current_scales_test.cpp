// Current scales of groups that are certified from double, compared with those of rationals.
#include <gtest/gtest.h>

#include <cmath>

#include <quantcheck/proofs_check/io/cases/case_file.h>
#include <quantcheck/proofs_check/judge/judge.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/proofs_check/quantize/exact.h>
#include <quantcheck/proofs_check/quantize/quantize.h>
#include <quantcheck/tests/support/sampled_layer.h>

namespace quantcheck::test {

using namespace check;

namespace {

Layer real_looking(Index out, Index in, std::uint64_t seed) {
  const SampledLayer sampled = sample_layer(out, in, seed);
  return {out, in, as_double(sampled.weight), as_double(sampled.hessian), 0, {}};
}

QuantizeOptions in_groups(Index size) {
  QuantizeOptions options;
  options.arithmetic = Arithmetic::exact;
  options.grid.group_size = size;
  return options;
}

// Groups of unequal sizes that do not end where the factor's panels do.
TEST(CurrentScales, AreThoseOfRationals) {
  for (const bool symmetric : {true, false})
    for (const GridFit fit : {GridFit::extent, GridFit::least_squares}) {
      QuantizeOptions options = in_groups(13);
      options.grid.symmetric = symmetric;
      options.grid.fit = fit;
      options.order = OrderKind::act;
      const Layer layer = real_looking(6, 60, 3);
      EXPECT_TRUE(same_content(quantize(layer, options), quantize_in_rationals(layer, options, {})));
    }
}

// With so little damping double tells few scales, and columns have to be refined.
TEST(CurrentScales, AreThoseOfRationalsWhereDoubleDoesNotTell) {
  QuantizeOptions options = in_groups(11);
  options.damping = {reference::Rational(1, 10'000'000), 0};
  const Layer layer = real_looking(6, 60, 4);
  EXPECT_TRUE(same_content(quantize(layer, options), quantize_in_rationals(layer, options, {})));
}

// The second weight leaves an error of -1/4, and the third is compensated by just that: H_1F H_FF^-1 is (1,
// 0), though the columns of H_FF^-1 are fifths. So the scale of its group is the middle of two floats, or
// beside it.
TEST(CurrentScales, AreToldInTheMiddleOfTwoFloats) {
  for (const double beside : {-0x1p-52, 0.0, 0x1p-52}) {
    const double middle = 0.75 + 0x1p-25 + beside;
    const Layer layer{1, 4, {1, 0.75, 0.25 + middle, 0}, {1, 0, 0, 0, 0, 4, 2, 1, 0, 2, 2, 1, 0, 1, 1, 3},
                      0, {}};
    QuantizeOptions options = in_groups(2);
    options.grid.range = {-1, 1};
    options.damping = {0, 0};
    const Case c = quantize(layer, options);
    EXPECT_EQ(c.grid.scale[1], static_cast<double>(static_cast<float>(middle)));
    EXPECT_TRUE(same_content(c, quantize_in_rationals(layer, options, {})));
  }
}

/// A layer of one row whose second group has a largest weight, 1, and a request of groups of eight for which
/// double hardly resolves the Hessian.
struct OneRow {
  Layer layer;
  QuantizeOptions options = in_groups(8);

  OneRow(std::uint64_t seed, GridFit fit) : layer(real_looking(1, 32, seed)) {
    options.damping = {reference::Rational(1, 10'000'000), 0};
    options.grid.fit = fit;
    layer.weight.edit()[11] = 1;
  }

  double scale(Index column, double weight) {
    layer.weight.edit()[column] = weight;
    return quantize_in_rationals(layer, options, {}).grid.scale[1];
  }

  /// Moves the weight of a column to where the scale changes between two values, to the last digit.
  void expect_exact_scales(Index column, double low, double high) {
    const double first = scale(column, low);
    while (std::nextafter(low, high) < high) {
      const double middle = low + (high - low) / 2;
      (scale(column, middle) == first ? low : high) = middle;
    }
    for (const double weight : {low, high}) {
      const double expected = scale(column, weight);
      EXPECT_EQ(quantize(layer, options).grid.scale[1], expected);
    }
  }
};

// The largest weight is moved to where its scale becomes the next float.
TEST(CurrentScales, AreToldWhereTheyChange) {
  for (std::uint64_t seed = 0; seed < 4; ++seed)
    OneRow(seed, GridFit::extent).expect_exact_scales(11, 1, 1 + 0x1p-22);
}

// Another weight is moved to where another share of that scale is the best.
TEST(CurrentScales, AreToldWhereTwoSharesAreEqual) {
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    OneRow row(seed, GridFit::least_squares);
    for (Index k = 8; k < 16; ++k) row.layer.weight.edit()[k] = static_cast<double>(k * 37 % 11) / 13;
    row.layer.weight.edit()[11] = 1;
    double weight = 0;
    while (weight < 1 && row.scale(12, weight) == row.scale(12, weight + 0.0625)) weight += 0.0625;
    ASSERT_LT(weight, 1);
    row.expect_exact_scales(12, weight, weight + 0.0625);
  }
}

TEST(CurrentScales, ConformBeyondRationals) {
  const Case c = quantize(real_looking(16, 300, 5), in_groups(64));
  const Judgement j = judge(c, as_declared(c));
  EXPECT_EQ(j.verdict, RunVerdict::conforms);
  EXPECT_EQ(j.explained, 0);
}

}  // namespace
}  // namespace quantcheck::test
