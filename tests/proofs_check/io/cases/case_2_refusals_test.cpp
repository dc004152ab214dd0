// What is refused in case/2, with its place; and in case/1, as it is of case/2.
#include <gtest/gtest.h>

#include "case_2_parts.h"

namespace quantcheck::test {
namespace {

constexpr const char* of_case_2 = "that is of case/2: declare \"quantcheck\": \"case/2\"";

TEST(Case2Refusals, ACase1HasNothingOfIt) {
  EXPECT_TRUE(refuses(Parts().floats("levels", {16}, std::vector<double>(16)),
                      std::string("tensor \"levels\": ") + of_case_2));
  EXPECT_TRUE(refuses(Parts().floats("offset", {2, 2}, {0, 0, 0, 0}), of_case_2));
  EXPECT_TRUE(refuses(Parts().floats("global_scale", {1}, {1}), of_case_2));
  EXPECT_TRUE(refuses(Parts().floats("cross", {4, 4}, std::vector<double>(16)), of_case_2));
  for (const char* key :
       {"grid", "global_scale", "scale_arithmetic", "rule", "order", "relative_damping", "alpha", "block"})
    EXPECT_TRUE(
        refuses(Parts().set(key, "1"), "metadata \"" + std::string(key) + "\" is \"1\"; " + of_case_2));
  EXPECT_TRUE(refuses(Parts().set("scale_format", "e8m0"), of_case_2));
  EXPECT_TRUE(
      refuses(Parts().floats("zero", {2, 2}, {1, 2, 0.5, 0}),
              "tensor \"zero\": row 1, group 0 is 0.5; an integer is needed, but in a file that declares "
              "\"case/2\""));
  Parts parts;
  EXPECT_TRUE(refuses(bytes(parts, "scale", Dtype::f8_e4m3, {2, 2}, {1, 1, 1, 1}),
                      "tensor \"scale\": the dtype is F8_E4M3; " + std::string(of_case_2)));
  parts = Parts();
  EXPECT_TRUE(refuses(bytes(parts, "codes", Dtype::f4, {2, 4}, {1, 1, 1, 1}), of_case_2));
  parts = Parts();
  EXPECT_TRUE(refuses(bytes(parts, "weight", Dtype::f8_e5m2, {2, 4}, {1, 1, 1, 1, 1, 1, 1, 1}), of_case_2));
  EXPECT_NO_THROW(Parts().floats("zero", {2, 2}, {1, 2, 3, 0}).parse());
}

TEST(Case2Refusals, RefusesTables) {
  EXPECT_TRUE(refuses(table_parts().integers("codes", {2, 4}, {0, 1, 2, 3, 3, 4, 1, 0}),
                      "tensor \"codes\": row 1, column 1 is 4, beyond the table of 4 levels"));
  EXPECT_TRUE(refuses(table_parts().integers("codes", {2, 4}, {0, -1, 2, 3, 3, 3, 1, 0}),
                      "row 0, column 1 is -1, beyond the table"));
  EXPECT_TRUE(
      refuses(table_parts().floats("levels", {4}, {0, nan, 1, 2}), "tensor \"levels\": entry 1 is NaN"));
  EXPECT_TRUE(refuses(table_parts().floats("levels", {4}, {0, 1, 1, infinity}, FloatFormat::f16),
                      "tensor \"levels\": entry 3 is infinite"));
  EXPECT_TRUE(refuses(table_parts().floats("levels", {0}, {}), "the shape is [0]; one axis of 1 to 65536"));
  EXPECT_TRUE(refuses(table_parts().floats("levels", {2, 2}, {0, 1, 2, 3}), "one axis of 1 to 65536 levels"));
  EXPECT_TRUE(
      refuses(table_parts().floats("levels", {65537}, std::vector<double>(65537)), "one axis of 1 to"));
  EXPECT_TRUE(
      refuses(table_parts().integers("levels", {4}, {0, 1, 2, 3}), "tensor \"levels\": the dtype is U8"));
  EXPECT_TRUE(refuses(table_parts().set("grid", "e2m1"), "metadata \"grid\" names a table already"));
  EXPECT_TRUE(refuses(table_parts().set("qmin", "0"),
                      "tensor \"levels\": metadata \"qmin\" is for grids of integers"));
  EXPECT_TRUE(refuses(table_parts().set("qmax", "3"), "metadata \"qmax\" is for grids of integers"));
  const Parts named = table_parts().without("levels");
  EXPECT_TRUE(
      refuses(Parts(named).set("grid", "fp4"), "metadata \"grid\" is \"fp4\"; one of e2m1 nf4 is needed"));
  EXPECT_TRUE(refuses(Parts(named).set("grid", "nf4").set("qmax", "15"),
                      "metadata \"qmax\" is \"15\"; a grid that is named has the codes of its table"));
  Parts patterns = named;
  EXPECT_TRUE(
      refuses(bytes(patterns, "codes", Dtype::f4, {2, 4}, {1, 1, 1, 1}), "the dtype is F4, which holds"));
}

TEST(Case2Refusals, RefusesScales) {
  Parts parts = table_parts();
  EXPECT_TRUE(refuses(bytes(parts, "scale", Dtype::f8_e4m3, {2, 2}, {0x38, 0x38, 0x38, 0xff}),
                      "tensor \"scale\": row 1, group 1 is NaN"));
  EXPECT_TRUE(
      refuses(bytes(parts, "scale", Dtype::f8_e4m3, {2, 2}, {0x38, 0x38, 0x80, 0x38}), "group 0 is zero"));
  EXPECT_TRUE(refuses(bytes(parts, "scale", Dtype::f8_e5m2, {2, 2}, {0x38, 0xfc, 0x38, 0x38}),
                      "row 0, group 1 is infinite"));
  EXPECT_TRUE(
      refuses(bytes(parts, "scale", Dtype::f8_e5m2, {2, 2}, {0x38, 0x7d, 0x38, 0x38}), "group 1 is NaN"));
  EXPECT_TRUE(
      refuses(bytes(parts, "scale", Dtype::f8_e8m0, {2, 2}, {0, 1, 255, 0}), "row 1, group 0 is NaN"));
  EXPECT_TRUE(refuses(bytes(parts, "scale", Dtype::u8, {2, 2}, {0, 1, 2, 0}),
                      "the dtype is U8; bytes b that stand for 2^(b - 127) have metadata"));
  parts.set("scale_format", "e8m0");
  EXPECT_TRUE(refuses(bytes(parts, "scale", Dtype::u8, {2, 2}, {0, 255, 2, 0}), "row 0, group 1 is NaN"));
  EXPECT_TRUE(refuses(Parts(parts).floats("scale", {2, 2}, {1, 2, 3, 4}),
                      "row 1, group 0 is 3, no float8 e8m0 number, though \"scale_format\" is e8m0"));
}

TEST(Case2Refusals, RefusesGlobalScales) {
  const Parts parts = table_parts().floats("global_scale", {1}, {3});
  EXPECT_TRUE(refuses(parts, "tensor \"global_scale\": metadata \"global_scale\" is needed beside it"));
  EXPECT_TRUE(
      refuses(table_parts().set("global_scale", "divisor"), "says what the tensor \"global_scale\" is"));
  EXPECT_TRUE(refuses(Parts(parts).set("global_scale", "factor"), "one of multiplier divisor is needed"));
  const auto with = [&](std::vector<Index> shape, std::vector<double> values) {
    return Parts(parts)
        .set("global_scale", "divisor")
        .floats("global_scale", std::move(shape), std::move(values));
  };
  EXPECT_TRUE(refuses(with({2}, {1, 0}), "tensor \"global_scale\": entry 1 is zero"));
  EXPECT_TRUE(refuses(with({2}, {1, nan}), "tensor \"global_scale\": entry 1 is NaN"));
  EXPECT_TRUE(refuses(with({3}, {1, 1, 1}), "the shape is [3]; 1 or out = [2] is needed"));
  EXPECT_TRUE(
      refuses(with({1}, {3}).set("arithmetic", "exact"),
              "tensor \"scale\": row 0, group 0 is 0.5; scale / global_scale is no binary64 number, and the "
              "arithmetic is exact: give scale_arithmetic"));
  EXPECT_NO_THROW(with({1}, {3}).set("arithmetic", "exact").set("scale_arithmetic", "fp32").parse());
  EXPECT_NO_THROW(with({1}, {4}).set("arithmetic", "exact").parse());
  EXPECT_TRUE(refuses(with({1}, {0x1p-20}).set("scale_arithmetic", "fp16"),
                      "scale / global_scale is beyond the range of float16"));
  EXPECT_TRUE(refuses(with({1}, {0x1p100}).set("scale_arithmetic", "fp16"),
                      "scale / global_scale is zero in float16"));
  EXPECT_TRUE(refuses(with({1}, {1}).set("scale_arithmetic", "fp64"), "one of fp32 fp16 bf16 is needed"));
}

TEST(Case2Refusals, RefusesZerosAndOffsets) {
  Parts parts;
  parts.set("quantcheck", "case/2");
  EXPECT_TRUE(
      refuses(Parts(parts).floats("offset", {2, 2}, {0, 1, 0, 0}).integers("zero", {2, 2}, {0, 0, 0, 0}),
              "tensor \"offset\": there is \"zero\", too"));
  EXPECT_TRUE(refuses(Parts(parts).floats("offset", {2, 2}, {0, nan, 0, 0}), "row 0, group 1 is NaN"));
  EXPECT_TRUE(
      refuses(Parts(parts).floats("offset", {2, 1}, {0, 1}), "tensor \"offset\": the shape is [2, 1]"));
  Parts fine = parts;
  fine.floats("scale", {2, 2}, {0.1, 1, 1, 1}, FloatFormat::f64);
  EXPECT_TRUE(refuses(
      Parts(fine).floats("zero", {2, 2}, {7.3, 0, 0, 0}, FloatFormat::f64),
      "tensor \"zero\": row 0, group 0 is 7.3, and scale * zero is no binary64 number: give the tensor "
      "\"offset\""));
  EXPECT_TRUE(refuses(Parts(fine)
                          .floats("scale", {2, 2}, {1e300, 1, 1, 1}, FloatFormat::f64)
                          .floats("zero", {2, 2}, {1e20, 0.5, 0, 0}, FloatFormat::f64),
                      "scale * zero is no binary64 number"));
}

TEST(Case2Refusals, RefusesWhatIsToCome) {
  Parts parts = table_parts();
  EXPECT_TRUE(
      refuses(Parts(parts).set("rule", "gptaq"), "metadata \"rule\" is \"gptaq\"; it is not judged yet"));
  EXPECT_TRUE(refuses(Parts(parts).set("rule", "awq"), "one of gptq rtn is needed"));
  EXPECT_TRUE(refuses(Parts(parts).set("order", "min-pivot"), "it is not looked for when a file is read"));
  EXPECT_TRUE(refuses(Parts(parts).set("order", "natural"), "one of act gar is needed"));
  EXPECT_TRUE(refuses(Parts(parts).set("order", "act").integers("order", {4}, {0, 1, 2, 3}),
                      "tensor \"order\": metadata \"order\" names an order"));
  EXPECT_TRUE(refuses(Parts(parts).without("hessian").set("order", "act"),
                      "metadata \"order\": it is one by the hessian, and there is none"));
  EXPECT_TRUE(refuses(Parts(parts).integers("group_index", {4}, {0, 1, 0, 1}).set("order", "gar"),
                      "metadata \"order\": the group-aware order needs groups of neighbouring columns"));
  EXPECT_TRUE(refuses(Parts(parts).set("relative_damping", "0.01"), "it is not read yet: give \"damping\""));
  Parts offsets;
  offsets.set("quantcheck", "case/2").without("codes").floats("offset", {2, 2}, {1, 0, 0, 0});
  EXPECT_TRUE(refuses(offsets.floats("dequantized", {2, 4}, std::vector<double>(8)),
                      "tensor \"dequantized\": integers are not recovered where the grid has offsets"));
  parts.without("codes");
  EXPECT_TRUE(refuses(bytes(parts, "dequantized", Dtype::f8_e4m3, {2, 4}, {0, 0, 0, 0, 0, 0, 0, 0}),
                      "tensor \"dequantized\": the dtype is F8_E4M3; one of F64 F32 F16 BF16 is needed"));
}

TEST(Case2Refusals, SurvivesEveryFlippedBit) {
  Parts parts = table_parts();
  bytes(parts, "scale", Dtype::f8_e4m3, {2, 2}, {0x38, 0x7e, 0x01, 0xb8});
  parts.floats("global_scale", {2}, {3, 5}).set("global_scale", "divisor").set("scale_arithmetic", "bf16");
  const std::vector<std::byte> whole = parts.floats("zero", {2, 2}, {0.5, 1, 2, 3}).bytes();
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    std::vector<std::byte> spoilt = whole;
    spoilt[bit / 8] ^= std::byte{1} << (bit % 8);
    try {
      const Case c = parse_case(spoilt, "t", Triangle::both);
      EXPECT_TRUE(same_content(parse_case(serialize_case(c), "t", Triangle::both), c)) << bit;
    } catch (const Error&) {
    }
  }
}

}  // namespace
}  // namespace quantcheck::test
