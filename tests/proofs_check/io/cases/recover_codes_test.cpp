#include <quantcheck/proofs_check/io/cases/recover_codes.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include <quantcheck/proofs_check/io/formats/tensor_values.h>
#include <quantcheck/reference/number/float_formats.h>

#include "case_parts.h"

namespace quantcheck::test {
namespace {

using reference::Rational;

// The numbers of a 16-bit format in ascending order, so that rounding is a search.
class Numbers {
 public:
  explicit Numbers(FloatFormat format) {
    for (std::uint32_t bits = 0; bits < 0x10000; ++bits)
      if (const auto value = reference::finite_value(format, bits); value && !(*value == 0 && bits != 0))
        sorted_.emplace_back(*value, bits);
    std::sort(sorted_.begin(), sorted_.end());
  }

  // The nearest number, ties to even; nothing where x lies beyond the largest.
  std::optional<double> nearest(const Rational& x) const {
    const auto above = std::lower_bound(
        sorted_.begin(), sorted_.end(), x,
        [](const auto& number, const auto& y) { return reference::exact(number.first) < y; });
    if (above == sorted_.begin() || above == sorted_.end()) return std::nullopt;
    const auto below = above - 1;
    const Rational up = reference::exact(above->first) - x;
    const Rational down = x - reference::exact(below->first);
    const bool take_above = up < down || (up == down && above->second % 2 == 0);
    return take_above ? above->first : below->first;
  }

 private:
  std::vector<std::pair<double, std::uint32_t>> sorted_;
};

Grid<double> one_column(const std::vector<double>& scales, Code zero, CodeRange range) {
  return {1, scales, std::vector<Code>(scales.size(), zero), {0}, range};
}

OwnedTensor column(const std::vector<double>& values, FloatFormat format) {
  return float_tensor("dequantized", {std::ssize(values), 1}, values, format);
}

// The codes k, at most `reach` in magnitude, for which k times the scale gives the value: by one rounding, or
// by way of a float32 product.
std::set<Code> multiples(const Numbers& numbers, double scale, double value, Code reach) {
  std::set<Code> found;
  for (Code k = -reach; k <= reach; ++k) {
    const float product = static_cast<float>(scale) * static_cast<float>(k);
    if (numbers.nearest(reference::exact(scale) * k) == value ||
        numbers.nearest(reference::exact(static_cast<double>(product))) == value)
      found.insert(k);
  }
  return found;
}

TEST(RecoverCodes, AgreesWithASearchOfAllCodes) {
  std::mt19937 random(5);
  int refusals = 0;
  int by_float32 = 0;
  for (const FloatFormat format : {FloatFormat::f16, FloatFormat::bf16}) {
    const Numbers numbers(format);
    for (int trial = 0; trial < 300; ++trial) {
      // Scales have up to 24 bits, and are sometimes so near to the smallest numbers that several codes give
      // the same value.
      const int exponent =
          trial % 5 == 0 && format == FloatFormat::f16 ? -25 : static_cast<int>(random() % 12) - 10;
      double scale = std::ldexp(static_cast<double>(1 + random() % 0xffffff) / 0x1p24, exponent);
      Code k = static_cast<Code>(random() % 301) - 150;
      // Some products are near a half-way point, which float32 rounding may take them to.
      if (trial % 5 == 1) {
        const double point = *numbers.nearest(reference::exact(scale));
        k = 3;
        scale = static_cast<double>(static_cast<float>(reference::rounding_interval(format, point).high / 3));
      }
      const float product = static_cast<float>(scale) * static_cast<float>(k);
      const auto once = numbers.nearest(reference::exact(scale) * k);
      const auto twice = numbers.nearest(reference::exact(static_cast<double>(product)));
      by_float32 += once != twice ? 1 : 0;
      for (const auto& value : {once, twice}) {
        ASSERT_TRUE(value.has_value());
        const OwnedTensor tensor = column({*value}, format);
        const auto recover = [&] { return recover_codes(tensor.view(), one_column({scale}, 7, {}), 1); };
        if (multiples(numbers, scale, *value, 160).size() == 1) {
          EXPECT_EQ(recover().codes(0, 0), k + 7) << scale;
        } else {
          ++refusals;
          EXPECT_TRUE(refused(recover, "both give: " + std::string(dtype_name(tensor.dtype)) +
                                           " is too coarse for scale * (code - zero) with scale "));
        }
      }
    }
  }
  EXPECT_GT(refusals, 20);
  EXPECT_GT(by_float32, 0);
}

TEST(RecoverCodes, TakesTheFloat32ProductInWiderFormats) {
  std::mt19937 random(6);
  for (int trial = 0; trial < 1000; ++trial) {
    const auto scale = static_cast<float>(0.001 + 0.01 * static_cast<double>(random()) / 0x1p32);
    const Code k = static_cast<Code>(random() % 511) - 255;
    const auto product = static_cast<double>(scale * static_cast<float>(k));
    const Grid<double> grid = one_column({static_cast<double>(scale)}, -3, {-300, 300});
    const double exact = static_cast<double>(scale) * static_cast<double>(k);
    EXPECT_EQ(recover_codes(column({product}, FloatFormat::f32).view(), grid, 1).codes(0, 0), k - 3);
    EXPECT_EQ(recover_codes(column({product}, FloatFormat::f64).view(), grid, 1).codes(0, 0), k - 3);
    EXPECT_EQ(recover_codes(column({exact}, FloatFormat::f64).view(), grid, 1).codes(0, 0), k - 3);
  }
}

TEST(RecoverCodes, NeedsTheValueToTheBit) {
  const double scale = static_cast<double>(0.1F);
  const auto value = static_cast<double>(0.1F * 5.0F);
  const Grid<double> grid = one_column({scale, scale}, 8, {0, 15});
  EXPECT_EQ(recover_codes(column({value, 0}, FloatFormat::f32).view(), grid, 2).codes(0, 0), 13);
  EXPECT_EQ(recover_codes(column({value, -0.0}, FloatFormat::f32).view(), grid, 2).codes(1, 0), 8);
  for (const float next : {std::nextafter(0.5F, 1.0F), std::nextafter(0.5F, 0.0F)})
    EXPECT_TRUE(refused(
        [&] {
          recover_codes(column({value, static_cast<double>(next)}, FloatFormat::f32).view(), grid, 2);
        },
        ", which no code gives: scale * (code - zero) with scale 0.1"));
  EXPECT_TRUE(refused(
      [&] {
        recover_codes(column({value, 0.55}, FloatFormat::f64).view(), grid, 2);
      },
      "row 1, column 0 is 0.55, which no code gives"));
}

TEST(RecoverCodes, RefusesOtherRangesShapesAndSizes) {
  const Grid<double> grid = one_column({1, 1}, 0, {0, 3});
  EXPECT_TRUE(refused(
      [&] {
        recover_codes(column({1, 4}, FloatFormat::f32).view(), grid, 2);
      },
      "row 1, column 0 is 4, code 4, outside qmin = 0, qmax = 3"));
  EXPECT_TRUE(refused([&] { recover_codes(column({1}, FloatFormat::f32).view(), grid, 2); },
                      "the shape is [1, 1]; out x in = [2, 1] is needed"));
  EXPECT_TRUE(refused(
      [&] {
        recover_codes(column({0x1p41, 1}, FloatFormat::f32).view(), grid, 2);
      },
      "beyond 2^40 steps of its scale 1"));
  EXPECT_TRUE(refused(
      [&] {
        recover_codes(column({1, 1}, FloatFormat::f64).view(), one_column({0x1p-1074, 1}, 0, {}), 2);
      },
      "beyond 2^40 steps"));
}

// Dequantized weights of 4 rows and 8 columns in two groups; of the group `spoilt` by another scale.
Parts dequantized(Index spoilt) {
  Parts parts;
  std::vector<double> values;
  std::vector<double> scale;
  for (Index row = 0; row < 4; ++row)
    for (Index column = 0; column < 8; ++column)
      values.push_back((column / 4 == spoilt ? 0.3125 : 0.25) * static_cast<double>(1 + (row + column) % 3));
  parts.without("codes").floats("scale", {4, 2}, std::vector<double>(8, 0.25));
  parts.floats("weight", {4, 8}, values).floats("dequantized", {4, 8}, values);
  return parts.without("hessian");
}

TEST(RecoverCodes, SaysWhichColumnsFit) {
  EXPECT_EQ(dequantized(2).parse().codes(3, 7), 2);
  EXPECT_TRUE(
      refuses(dequantized(0),
              "row 0, column 0 is 0.3125, which no code gives: scale * (code - zero) with "
              "scale 0.25, zero 0 is 0.25 for the nearest code, 1; columns 4 to 7 fit; 0 to 3 do not"));
  EXPECT_TRUE(refuses(dequantized(1), "row 0, column 4 is"));
  EXPECT_TRUE(refuses(dequantized(1), "; columns 0 to 3 fit; 4 to 7 do not"));
}

TEST(RecoverCodes, SaysWhichRowsOrHowManyEntriesFit) {
  const auto values = [](auto&& spoilt) {
    std::vector<double> result;
    for (Index row = 0; row < 4; ++row)
      for (Index column = 0; column < 8; ++column) result.push_back(spoilt(row, column) ? 0.3125 : 0.5);
    return result;
  };
  const auto words = [&](auto&& spoilt, const char* expected) {
    EXPECT_TRUE(refuses(dequantized(2).floats("dequantized", {4, 8}, values(spoilt)), expected));
  };
  words([](Index row, Index) { return row == 2; }, "; rows 0 to 1, 3 fit; 2 do not");
  words([](Index row, Index column) { return row == column % 4; },
        "; 24 of 32 entries fit, in no row or column all");
  words([](Index, Index) { return true; }, "; no entry fits");
  EXPECT_TRUE(
      refuses(dequantized(2).set("qmax", "2").floats("dequantized", {4, 8}, std::vector<double>(32, 1.0)),
              "is 1, code 4, outside qmin = 0, qmax = 2; no entry fits"));
}

TEST(RecoverCodes, ReadsNumbersThatWereWidened) {
  const Numbers numbers(FloatFormat::f16);
  std::mt19937 random(7);
  std::vector<double> values;
  std::vector<Code> codes;
  const auto scale = static_cast<double>(0.0137F);
  for (int k = 0; k < 32; ++k) {
    codes.push_back(static_cast<Code>(random() % 16));
    values.push_back(*numbers.nearest(reference::exact(scale) * codes.back()));
  }
  Parts parts = dequantized(2).floats("scale", {4, 2}, std::vector<double>(8, scale));
  const auto recovered = [&](FloatFormat format) {
    return Parts(parts).floats("dequantized", {4, 8}, values, format).parse();
  };
  for (const FloatFormat format : {FloatFormat::f16, FloatFormat::f32, FloatFormat::f64}) {
    const Case c = recovered(format);
    for (Index k = 0; k < 32; ++k) EXPECT_EQ(c.codes(k / 8, k % 8), codes[k]);
    EXPECT_EQ(c.recognised.size(), format == FloatFormat::f16 ? 0U : 1U);
    if (c.recognised.empty()) continue;
    EXPECT_EQ(c.recognised[0].tensor, "dequantized");
    EXPECT_EQ(c.recognised[0].format, FloatFormat::f16);
  }
  values[9] += 0x1p-20;  // no longer a float16 number
  EXPECT_TRUE(refused([&] { recovered(FloatFormat::f32); }, "which no code gives"));
}

TEST(RecoverCodes, StandsForCodesInACase) {
  Parts parts;
  parts.without("codes").floats("dequantized", {2, 4}, {0, 7.5, 0.75, 1, 10, 12, 7, 8});
  const Case c = parts.parse();
  EXPECT_EQ(c.codes, Parts().parse().codes);
  EXPECT_TRUE(c.ignored.empty());
  EXPECT_EQ(Parts().floats("dequantized", {1}, {0}).parse().ignored,
            (std::vector<std::string>{"tensor \"dequantized\""}));
  EXPECT_TRUE(refuses(Parts(parts).floats("dequantized", {2, 4}, {0, 7.5, 0.8125, 1, 10, 12, 7, 8}),
                      "tensor \"dequantized\": row 0, column 2 is 0.8125, which no code gives"));
  EXPECT_TRUE(refuses(Parts(parts).floats("dequantized", {2, 4}, {0, 7.5, nan, 1, 10, 12, 7, 8}),
                      "row 0, column 2 is NaN"));
  EXPECT_TRUE(refuses(Parts(parts).without("dequantized"), "no tensor \"codes\""));
}

}  // namespace
}  // namespace quantcheck::test
