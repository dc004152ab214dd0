#include <quantcheck/proofs_check/io/cases/case_file.h>

#include <gtest/gtest.h>

#include "case_parts.h"

namespace quantcheck::test {
namespace {

TEST(CaseFile, ReadsTheRequiredParts) {
  const Case c = Parts().parse();
  EXPECT_EQ(c.name, "c.safetensors");
  EXPECT_EQ(c.layer.out, 2);
  EXPECT_EQ(c.layer.in, 4);
  EXPECT_EQ(c.layer.weight, (std::vector<double>{0.5, -1, 2, 0, 0x1p-20, 3, -0.25, 7}));
  EXPECT_EQ(c.layer.hessian[11], -1);
  EXPECT_TRUE(c.layer.activations.empty());
  EXPECT_EQ(c.codes(0, 1), 15);
  EXPECT_EQ(c.codes(1, 3), 8);
  EXPECT_EQ(c.grid.groups, 2);
  EXPECT_EQ(c.grid.scale, (std::vector<double>{0.5, 0.25, 2, 1}));
  EXPECT_EQ(c.scale_format, FloatFormat::f16);
  EXPECT_EQ(c.grid.zero, (std::vector<Code>(4, 0)));
  EXPECT_EQ(c.grid.group_index, (std::vector<Index>{0, 0, 1, 1}));
  EXPECT_EQ(c.grid.range.min, 0);
  EXPECT_EQ(c.grid.range.max, 15);
  EXPECT_EQ(c.declared.order, (Order{0, 1, 2, 3}));
  EXPECT_FALSE(c.declared.order_given);
  EXPECT_EQ(c.declared.dead, std::vector<bool>(4, false));
  EXPECT_EQ(c.declared.damping, 0);
  EXPECT_FALSE(c.arithmetic);
  EXPECT_EQ(c.declared.rounding, Rounding::half_even);
  EXPECT_TRUE(c.ignored.empty());
}

TEST(CaseFile, TakesIntegersInFloats) {
  Parts integers;
  integers.integers("zero", {2, 2}, {7, -8, 0, 300})
      .integers("codes", {2, 4}, {0, 15, 3, 4, 5, 6, 7, 8})
      .integers("group_index", {4}, {1, 0, 0, 1})
      .integers("order", {4}, {3, 1, 0, 2})
      .floats("hessian", {4, 4}, {4, 1, 0, 0, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5})
      .integers("dead", {4}, {0, 0, 1, 0});
  const Case c = integers.parse();
  for (const FloatFormat format : {FloatFormat::f16, FloatFormat::bf16, FloatFormat::f32, FloatFormat::f64}) {
    Parts floats = integers;
    floats.floats("zero", {2, 2}, {7, -8, -0.0, 300}, format)
        .floats("codes", {2, 4}, {0, 15, 3, 4, 5, 6, 7, 8}, format)
        .floats("group_index", {4}, {1, 0, 0, 1}, format)
        .floats("order", {4}, {3, 1, 0, 2}, format)
        .floats("dead", {4}, {0, 0, 1, 0}, format);
    EXPECT_TRUE(same_content(floats.parse(), c));
    EXPECT_TRUE(floats.parse().recognised.empty());
  }
}

TEST(CaseFile, ReadsTheOptionalParts) {
  Parts parts;
  parts.integers("zero", {2, 2}, {7, -8, 0, 300})
      .integers("group_index", {4}, {1, 0, 0, 1})
      .integers("order", {4}, {3, 1, 0, 2})
      .floats("hessian", {4, 4}, {4, 1, 0, 0, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5}, FloatFormat::f64)
      .integers("dead", {4}, {0, 0, 1, 0})
      .integers("extra\n", {1}, {5})
      .set("damping", "0.01")
      .set("arithmetic", "tf32")
      .set("rounding", "half_away")
      .set("source", "somebody")
      .set("note", "a note")
      .set("qMax", "7");
  const Case c = parts.parse();
  EXPECT_EQ(c.grid.zero, (std::vector<Code>{7, -8, 0, 300}));
  EXPECT_EQ(c.grid.group_index, (std::vector<Index>{1, 0, 0, 1}));
  EXPECT_EQ(c.declared.order, (Order{3, 1, 0, 2}));
  EXPECT_TRUE(c.declared.order_given);
  EXPECT_EQ(c.declared.dead, (std::vector<bool>{false, false, true, false}));
  EXPECT_EQ(c.declared.damping, reference::Rational(1, 100));
  EXPECT_EQ(c.arithmetic, Arithmetic::tf32);
  EXPECT_EQ(c.declared.rounding, Rounding::half_away);
  EXPECT_EQ(c.source, "somebody");
  EXPECT_EQ(c.note, "a note");
  EXPECT_EQ(c.ignored, (std::vector<std::string>{"metadata \"qMax\"", "tensor \"extra\\x0a\""}));
  for (const char* name : {"exact", "fp64", "fp32", "tf32", "bf16", "fp16"})
    EXPECT_TRUE(Parts().set("arithmetic", name).parse().arithmetic);
}

TEST(CaseFile, ReadsACaseWithoutAHessian) {
  const Case c = Parts().without("hessian").parse();
  EXPECT_FALSE(c.layer.has_hessian());
  EXPECT_TRUE(same_content(parse_case(serialize_case(c), c.name, Triangle::both), c));
}

TEST(CaseFile, ReadsActivationsAndAnUnboundedRange) {
  Parts parts;
  parts.without("hessian").without("qmin").without("qmax");
  parts.floats("activations", {3, 4}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, FloatFormat::bf16);
  parts.integers("codes", {2, 4}, {-5, 1'000'000'000'000, 3, 4, 5, 6, 7, 8});
  const Case c = parts.parse();
  EXPECT_TRUE(c.layer.hessian.empty());
  EXPECT_EQ(c.layer.samples, 3);
  EXPECT_EQ(c.layer.activations[11], 12);
  EXPECT_FALSE(c.grid.range.min);
  EXPECT_EQ(c.codes(0, 1), 1'000'000'000'000);
  EXPECT_EQ(Parts(parts).set("qmax", "1000000000000").parse().grid.range.max, 1'000'000'000'000);
  EXPECT_TRUE(refuses(Parts(parts).set("qmin", "-4"), "row 0, column 0 is -5, outside qmin = -4, no qmax"));
}

TEST(CaseFile, ReadsEveryDtype) {
  for (const FloatFormat format : {FloatFormat::f16, FloatFormat::bf16, FloatFormat::f32, FloatFormat::f64}) {
    const Case c = Parts()
                       .floats("weight", {2, 4}, {0.5, -1, 2, 0, -0.0, 3, -0.25, 65280}, format)
                       .floats("scale", {2, 2}, {0.5, -0.25, 2, 1}, format)
                       .parse();
    EXPECT_EQ(c.layer.weight[7], 65280);
    EXPECT_TRUE(std::signbit(c.layer.weight[4]));
    EXPECT_EQ(c.grid.scale[1], -0.25);
    EXPECT_EQ(c.scale_format, format);
  }
  for (const Dtype dtype :
       {Dtype::i8, Dtype::u8, Dtype::i16, Dtype::u16, Dtype::i32, Dtype::u32, Dtype::i64, Dtype::u64}) {
    const auto size = static_cast<std::size_t>(dtype_bits(dtype) / 8);
    std::vector<std::byte> bytes(4 * size);
    for (std::size_t k = 0; k < 4; ++k) bytes[k * size] = static_cast<std::byte>(k);
    EXPECT_EQ(Parts().raw("zero", dtype, {2, 2}, bytes).parse().grid.zero, (std::vector<Code>{0, 1, 2, 3}));
    for (std::byte& byte : bytes) byte = std::byte{0xff};
    const std::string_view name = dtype_name(dtype);
    if (name == "U64") {
      EXPECT_TRUE(
          refuses(Parts().raw("zero", dtype, {2, 2}, bytes), "row 0, group 0 is 18446744073709551615"));
    } else {
      const Code expected = name[0] == 'I' ? -1 : (Code{1} << (8 * size)) - 1;
      EXPECT_EQ(Parts().raw("zero", dtype, {2, 2}, bytes).parse().grid.zero[3], expected) << name;
    }
  }
}

TEST(CaseFile, AssignsGroups) {
  const auto groups_of = [](const Parts& parts) { return parts.parse().grid.group_index; };
  const auto with_groups = [](Index groups) {
    return Parts().floats("scale", {2, groups}, std::vector<double>(static_cast<std::size_t>(2 * groups), 1));
  };
  EXPECT_EQ(groups_of(with_groups(1)), (std::vector<Index>{0, 0, 0, 0}));
  EXPECT_EQ(groups_of(with_groups(4)), (std::vector<Index>{0, 1, 2, 3}));
  EXPECT_EQ(groups_of(with_groups(2).set("group_size", "3")), (std::vector<Index>{0, 0, 0, 1}));
  EXPECT_EQ(groups_of(with_groups(1).set("group_size", "4611686018427387903")),
            (std::vector<Index>{0, 0, 0, 0}));
  EXPECT_TRUE(refuses(with_groups(3).set("group_size", "2"), "3 groups; group_size 2 makes 2 of 4 columns"));
  EXPECT_EQ(groups_of(with_groups(3).integers("group_index", {4}, {2, 0, 2, 1})),
            (std::vector<Index>{2, 0, 2, 1}));
  EXPECT_TRUE(refuses(with_groups(3), "3 groups do not divide 4 columns; give group_index"));
  EXPECT_TRUE(refuses(with_groups(8), "8 groups do not divide 4 columns"));
  EXPECT_TRUE(refuses(with_groups(2).set("group_size", "1"), "2 groups; group_size 1 makes 4 of 4 columns"));
}

TEST(CaseFile, WantsASymmetricHessianOrATriangle) {
  Parts parts;
  parts.floats("hessian", {4, 4}, {4, 9, 9, 9, 1, 3, 8, 9, 0, 0, 2, 9.5, 0, 0, -1, 5});
  EXPECT_TRUE(refuses(
      parts, "the largest |h_ij - h_ji| is 10.5, at i = 3, j = 2; --triangle lower or --triangle upper"));
  EXPECT_EQ(parts.parse(Triangle::lower).layer.hessian, Parts().parse().layer.hessian);
  const Case upper = parts.parse(Triangle::upper);
  EXPECT_EQ(upper.layer.hessian, (std::vector<double>{4, 9, 9, 9, 9, 3, 8, 9, 9, 8, 2, 9.5, 9, 9, 9.5, 5}));
  // Two entries in different tiles of the comparison differ by one unit in the last place.
  const Index n = 131;
  std::vector<double> h(static_cast<std::size_t>(n * n), 1.0);
  h[n * 2 + 130] = std::nextafter(1.0, 2.0);
  Parts large;
  large.floats("weight", {1, n}, std::vector<double>(static_cast<std::size_t>(n)))
      .integers("codes", {1, n}, std::vector<std::int64_t>(static_cast<std::size_t>(n)))
      .floats("scale", {1, 1}, {1})
      .floats("hessian", {n, n}, h, FloatFormat::f64);
  EXPECT_TRUE(refuses(large, "is 2.220446049250313e-16, at i = 130, j = 2"));
  EXPECT_EQ(large.parse(Triangle::lower).layer.hessian, std::vector<double>(h.size(), 1.0));
}

}  // namespace
}  // namespace quantcheck::test
