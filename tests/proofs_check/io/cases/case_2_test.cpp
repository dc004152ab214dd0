// Cases of case/2: tables of levels, float zeros, offsets, global scales, formats of 8 and 4 bits.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include <quantcheck/reference/known_levels.h>

#include "case_2_parts.h"

namespace quantcheck::test {
namespace {

bool survives(const Case& c) {
  const std::vector<std::byte> bytes = serialize_case(c);
  const Case back = parse_case(bytes, "other name", Triangle::both);
  return same_content(back, c) && serialize_case(back) == bytes;
}

std::string kind_written(const Case& c) {
  return parse_safetensors(serialize_case(c), "back").metadata.at("quantcheck");
}

TEST(Case2, ReadsATableOfLevels) {
  const Case c = table_parts().parse();
  EXPECT_EQ(c.grid.levels, (std::vector<double>{0, -1.5, 3, 0.25}));
  EXPECT_EQ(c.grid.range, (CodeRange{0, 3}));
  EXPECT_TRUE(c.ignored.empty());
  EXPECT_EQ(c.codes(0, 2), 2);
  EXPECT_EQ(kind_written(c), "case/2");
  EXPECT_TRUE(survives(c));
  EXPECT_TRUE(survives(table_parts().floats("levels", {4}, {0.1, 1e-300, 1, 1}, FloatFormat::f64).parse()));
}

TEST(Case2, NamedGridsAreTheirTables) {
  const Parts parts = table_parts().without("levels").integers("codes", {2, 4}, {0, 15, 8, 4, 5, 6, 7, 1});
  const Case e2m1 = Parts(parts).set("grid", "e2m1").parse();
  EXPECT_EQ(e2m1.grid.levels,
            (std::vector<double>{0, .5, 1, 1.5, 2, 3, 4, 6, 0, -.5, -1, -1.5, -2, -3, -4, -6}));
  EXPECT_TRUE(std::signbit(e2m1.grid.levels[8]));
  EXPECT_TRUE(survives(e2m1));
  const Case nf4 = Parts(parts).set("grid", "nf4").parse();
  ASSERT_EQ(nf4.grid.levels.size(), 16U);
  EXPECT_EQ(nf4.grid.levels[1], static_cast<double>(-0.6961928009986877F));
  EXPECT_EQ(nf4.grid.range, (CodeRange{0, 15}));
  EXPECT_TRUE(survives(nf4));
}

TEST(Case2, WithoutAnythingOfItsOwnIsACase1) {
  const Case c = Parts().set("quantcheck", "case/2").parse();
  EXPECT_TRUE(same_content(c, Parts().parse()));
  EXPECT_EQ(kind_written(c), "case/1");
  EXPECT_EQ(kind_written(Parts().set("quantcheck", "case/2").set("rule", "gptq").parse()), "case/1");
}

TEST(Case2, PlainRoundingIsARuleAndNeedsNoHessian) {
  const Case c = Parts().set("quantcheck", "case/2").set("rule", "rtn").without("hessian").parse();
  EXPECT_EQ(c.declared.rule, Rule::rtn);
  EXPECT_EQ(kind_written(c), "case/2");
  EXPECT_TRUE(survives(c));
  EXPECT_TRUE(survives(Parts().set("quantcheck", "case/2").set("rule", "rtn").parse()));
}

TEST(Case2, OrdersByTheDiagonalMayBeNamed) {
  Parts parts;  // the diagonal is 4, 3, 2, 5
  parts.set("quantcheck", "case/2");
  const Case act = Parts(parts).set("order", "act").parse();
  EXPECT_EQ(act.declared.order, (Order{3, 0, 1, 2}));
  EXPECT_TRUE(act.declared.order_given);
  EXPECT_TRUE(act.ignored.empty());
  EXPECT_TRUE(survives(act));
  EXPECT_EQ(kind_written(act), "case/1");
  EXPECT_EQ(Parts(parts).set("order", "gar").parse().declared.order, (Order{3, 2, 0, 1}));
  Parts activations = parts;
  activations.without("hessian").floats("activations", {2, 4}, {1, 2, 3, 0, 1, 2, 0, 4});
  EXPECT_EQ(activations.set("order", "act").parse().declared.order, (Order{3, 2, 1, 0}));
  // The diagonal of a dead input counts as 1.
  parts.floats("hessian", {4, 4}, {0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0.75})
      .integers("dead", {4}, {0, 1, 0, 0});
  EXPECT_EQ(parts.set("order", "act").parse().declared.order, (Order{2, 1, 3, 0}));
}

TEST(Case2, FloatZerosAreIntegersOrBecomeOffsets) {
  Parts parts;
  parts.set("quantcheck", "case/2");
  const Case integers = Parts(parts).floats("zero", {2, 2}, {7, -8, 0, 3}, FloatFormat::f16).parse();
  EXPECT_EQ(integers.grid.zero, (std::vector<Code>{7, -8, 0, 3}));
  EXPECT_TRUE(integers.grid.offset.empty());
  EXPECT_EQ(kind_written(integers), "case/1");
  // One fraction makes offsets of all.
  const Case offsets = Parts(parts).floats("zero", {2, 2}, {7.5, -8, 0, 3}, FloatFormat::bf16).parse();
  EXPECT_EQ(offsets.grid.zero, (std::vector<Code>{0, 0, 0, 0}));
  EXPECT_EQ(offsets.grid.offset, (std::vector<double>{-3.75, 2, 0, -3}));
  EXPECT_TRUE(survives(offsets));
  const Case given = Parts(parts).floats("offset", {2, 2}, {-3.75, 2, 0, -3}).parse();
  EXPECT_TRUE(same_content(given, offsets));
  EXPECT_TRUE(survives(Parts(parts).floats("offset", {2, 2}, {0.1, 2, 0, -3}, FloatFormat::f64).parse()));
  EXPECT_TRUE(Parts(parts).floats("offset", {2, 2}, {0, -0.0, 0, 0}).parse().grid.offset.empty());
  // A float32 scale times a float32 zero is a double.
  parts.floats("scale", {2, 2}, {static_cast<double>(0.1F), 1, 1, 1});
  const Case exact = parts.floats("zero", {2, 2}, {static_cast<double>(7.3F), 0, 0, 0}).parse();
  EXPECT_EQ(exact.grid.offset[0], -static_cast<double>(0.1F) * static_cast<double>(7.3F));
}

TEST(Case2, ScalesOf8BitsAreThoseOfTheirFormats) {
  Parts e4m3 = table_parts();
  const Case c = bytes(e4m3, "scale", Dtype::f8_e4m3, {2, 2}, {0x38, 0x7e, 0x01, 0xb8}).parse();
  EXPECT_EQ(c.grid.scale, (std::vector<double>{1, 448, 0x1p-9, -1}));
  EXPECT_EQ(c.scale_format, FloatFormat::f8_e4m3);
  EXPECT_TRUE(survives(c));
  Parts e5m2 = table_parts();
  EXPECT_TRUE(survives(bytes(e5m2, "scale", Dtype::f8_e5m2, {2, 2}, {0x3c, 0x7b, 0x01, 0xbc}).parse()));
  Parts e8m0 = table_parts();
  const Case powers = bytes(e8m0, "scale", Dtype::f8_e8m0, {2, 2}, {127, 0, 254, 120}).parse();
  EXPECT_EQ(powers.grid.scale, (std::vector<double>{1, 0x1p-127, 0x1p127, 0x1p-7}));
  EXPECT_EQ(powers.scale_format, FloatFormat::f8_e8m0);
  EXPECT_TRUE(survives(powers));
  const Case as_bytes =
      table_parts().integers("scale", {2, 2}, {127, 0, 254, 120}).set("scale_format", "e8m0").parse();
  EXPECT_TRUE(same_content(as_bytes, powers));
  const Case wide = table_parts().floats("scale", {2, 2}, {0.5, 2, 4, 1}).set("scale_format", "e8m0").parse();
  EXPECT_EQ(wide.scale_format, FloatFormat::f8_e8m0);
  EXPECT_TRUE(survives(wide));
}

TEST(Case2, OtherFloatsMayHave8Bits) {
  Parts parts = table_parts();
  bytes(parts, "weight", Dtype::f8_e4m3, {2, 4}, {0x38, 0xb8, 0, 0x80, 0x7e, 1, 8, 9});
  bytes(parts, "levels", Dtype::f8_e5m2, {4}, {0x3c, 0, 0xbc, 0x40});
  bytes(parts, "offset", Dtype::f8_e4m3, {2, 2}, {0x38, 0, 0, 0xb8});
  const Case c = parts.parse();
  EXPECT_EQ(c.layer.weight.values(), (std::vector<double>{1, -1, 0, -0.0, 448, 0x1p-9, 0x1p-6, 0x1.2p-6}));
  EXPECT_EQ(c.grid.levels, (std::vector<double>{1, 0, -1, 2}));
  EXPECT_EQ(c.grid.offset, (std::vector<double>{1, 0, 0, -1}));
  EXPECT_TRUE(survives(c));
}

TEST(Case2, CodesOfF4ArePatternsLowHalfFirst) {
  Parts parts = table_parts().without("levels").set("grid", "e2m1");
  const Case c = bytes(parts, "codes", Dtype::f4, {2, 4}, {0x10, 0xf8, 0x32, 0x76}).parse();
  EXPECT_EQ(c.codes.row(0), (std::vector<Code>{0, 1, 8, 15}));
  EXPECT_EQ(c.codes.row(1), (std::vector<Code>{2, 3, 6, 7}));
  EXPECT_TRUE(survives(c));
}

TEST(Case2, GlobalScalesMultiplyOrDivide) {
  Parts parts = table_parts().floats("scale", {2, 2}, {0.5, 0.25, 2, 1}, FloatFormat::f16);
  parts.floats("global_scale", {1}, {-4});
  const Case times = Parts(parts).set("global_scale", "multiplier").parse();
  EXPECT_EQ(times.grid.scale, (std::vector<double>{-2, -1, -8, -4}));
  EXPECT_EQ(times.scale_format, FloatFormat::f64);
  EXPECT_TRUE(times.recognised.empty());
  EXPECT_TRUE(survives(times));
  const Case by_rows =
      Parts(parts).floats("global_scale", {2}, {8, 3}).set("global_scale", "divisor").parse();
  EXPECT_EQ(by_rows.grid.scale, (std::vector<double>{0x1p-4, 0x1p-5, 2.0 / 3, 1.0 / 3}));
  EXPECT_TRUE(survives(by_rows));
}

// (1 + 2^-12)^2 = 1 + 2^-11 + 2^-24 lies above the middle of two float16 numbers, and rounds to that middle in
// float32.
TEST(Case2, TheScaleUsedIsRoundedOnceFromTheExactOne) {
  Parts parts = table_parts();
  parts.floats("scale", {2, 2}, {1 + 0x1p-20, 1, 1 + 0x1p-12, 3}, FloatFormat::f32);
  parts.floats("global_scale", {1}, {1 + 0x1p-12}).set("global_scale", "multiplier");
  const auto scales = [&](const char* arithmetic) {
    return Parts(parts).set("scale_arithmetic", arithmetic).parse().grid.scale;
  };
  EXPECT_EQ(Parts(parts).parse().grid.scale[0], (1 + 0x1p-20) * (1 + 0x1p-12));
  EXPECT_EQ(scales("fp16")[2], 1 + 0x1p-10);
  EXPECT_EQ(scales("fp32")[0],
            static_cast<double>(static_cast<float>(1 + 0x1p-20) * static_cast<float>(1 + 0x1p-12)));
  EXPECT_EQ(scales("bf16")[3], 3);
  EXPECT_EQ(Parts(parts).set("scale_arithmetic", "fp16").parse().scale_format, FloatFormat::f64);
  EXPECT_TRUE(survives(Parts(parts).set("scale_arithmetic", "fp16").parse()));
  // Without a global scale it is the stored one that was rounded.
  Parts alone = table_parts().floats("scale", {2, 2}, {1 + 0x1p-20, 1 + 0x1p-11, 1, 3}, FloatFormat::f32);
  EXPECT_EQ(alone.set("scale_arithmetic", "fp16").parse().grid.scale, (std::vector<double>{1, 1, 1, 3}));
}

TEST(Case2, NothingIsRecognisedInScalesThatAreComputed) {
  Parts parts = table_parts();
  const std::vector<double> halves{1 + 0x1p-10, 1 + 0x3p-10, 1 + 0x5p-10, 1 + 0x7p-10};
  EXPECT_EQ(Parts(parts).floats("scale", {2, 2}, halves).parse().scale_format, FloatFormat::f16);
  parts.floats("scale", {2, 2}, halves).floats("global_scale", {1}, {1}).set("global_scale", "divisor");
  const Case c = parts.parse();
  EXPECT_EQ(c.scale_format, FloatFormat::f64);
  EXPECT_TRUE(c.recognised.empty());
  EXPECT_TRUE(survives(c));
}

TEST(Case2, TablesMayHaveZerosAndDequantizedWeights) {
  Parts parts = table_parts().integers("zero", {2, 2}, {1, 0, -2, 0});
  const Case c = parts.parse();
  EXPECT_TRUE(survives(c));
  std::vector<double> values;
  for (Index row = 0; row < 2; ++row)
    for (Index column = 0; column < 4; ++column) {
      const Index cell = row * 2 + column / 2;
      values.push_back(c.grid.scale[cell] *
                       (c.grid.levels[c.codes(row, column)] - static_cast<double>(c.grid.zero[cell])));
    }
  EXPECT_TRUE(same_content(parts.without("codes").floats("dequantized", {2, 4}, values).parse(), c));
}

}  // namespace
}  // namespace quantcheck::test
