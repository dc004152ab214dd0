#include <gtest/gtest.h>

#include "lattice_parts.h"

namespace quantcheck::test {
namespace {

template <class Kind>
bool survives(const Kind& c, const std::vector<std::byte>& bytes) {
  const Subject back = parse_subject(bytes, "other name", Triangle::both);
  return std::holds_alternative<Kind>(back) && same_content(std::get<Kind>(back), c);
}

TEST(LatticeFile, IsReadAsItSays) {
  const auto c = std::get<LatticeCase>(
      parse(lattice_parts()
                .set("mode", "first")
                .set("arithmetic", "fp64")
                .set("source", "me")
                .set("colour", "red")
                .set("format", "pt")
                .floats("norm", {2}, {0, 3})
                .floats("decoded", {2, 11}, std::vector<double>(22, 0.5), FloatFormat::f16)
                .floats("scale", {1}, {1})));
  EXPECT_EQ(c.rows, 2);
  EXPECT_EQ(c.cols, 11);
  EXPECT_EQ(c.blocks(), 2);
  EXPECT_EQ(c.q, 4);
  EXPECT_EQ(c.mode, BetaChoice::first);
  EXPECT_EQ(c.values[13], -1.5);
  EXPECT_EQ(c.codes[5], 3);
  EXPECT_EQ(c.beta_index, (std::vector<Index>{0, 2, 1, 0}));
  EXPECT_EQ(c.beta, (std::vector<double>{0.25, 0.5, 1.5}));
  EXPECT_EQ(c.decoded[0], 0.5);
  EXPECT_EQ(c.decoded_format, FloatFormat::f16);
  EXPECT_EQ(c.norm, (std::vector<double>{0, 3}));
  EXPECT_EQ(c.arithmetic, Arithmetic::fp64);
  EXPECT_EQ(c.source, "me");
  EXPECT_EQ(c.ignored, (std::vector<std::string>{"metadata \"colour\"", "tensor \"scale\""}));
}

TEST(LatticeFile, OfLdlqIsReadAsItSays) {
  const auto c = std::get<LatticeCase>(parse(ldlq_parts()));
  EXPECT_EQ(c.block_order, BlockOrder::last);
  EXPECT_EQ(c.hessian.size(), 64U);
  EXPECT_EQ(c.values[0], 0.5);
  EXPECT_FALSE(std::get<LatticeCase>(parse(lattice_parts().set("block_order", "last"))).ignored.empty());
}

TEST(LatticeFile, IsReadBackAsTheSameCase) {
  for (const Parts& parts :
       {lattice_parts(), lattice_parts().set("mode", "first").set("note", "\xc3\xa9"),
        lattice_parts().floats("decoded", {2, 11}, std::vector<double>(22, 0.1), FloatFormat::f64),
        lattice_parts().floats("norm", {2}, {0.1, 3}, FloatFormat::f64).set("arithmetic", "exact"),
        ldlq_parts(), ldlq_parts().set("block_order", "first")}) {
    const auto c = std::get<LatticeCase>(parse(parts));
    const std::vector<std::byte> bytes = serialize_lattice_case(c);
    EXPECT_TRUE(survives(c, bytes));
    EXPECT_EQ(serialize_lattice_case(c), bytes);
  }
  const auto e8 = std::get<E8Case>(parse(e8_parts().set("arithmetic", "fp16").set("source", "x")));
  EXPECT_TRUE(survives(e8, serialize_e8_case(e8)));
}

TEST(LatticeFile, IsNotWrittenWhereSizesDiffer) {
  auto c = std::get<LatticeCase>(parse(lattice_parts()));
  c.codes.pop_back();
  EXPECT_TRUE(refused([&] { serialize_lattice_case(c); }, "do not agree in size"));
  auto e8 = std::get<E8Case>(parse(e8_parts()));
  e8.nearest.pop_back();
  EXPECT_TRUE(refused([&] { serialize_e8_case(e8); }, "do not agree in size"));
}

}  // namespace
}  // namespace quantcheck::test
