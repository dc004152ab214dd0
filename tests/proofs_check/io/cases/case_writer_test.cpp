#include <quantcheck/proofs_check/io/cases/case_file.h>

#include <gtest/gtest.h>

#include <filesystem>

#include "case_parts.h"

namespace quantcheck::test {
namespace {

TEST(WriteCase, IsReadBackAsTheSameCase) {
  const auto survives = [](const Case& c) {
    const std::vector<std::byte> bytes = serialize_case(c);
    const Case back = parse_case(bytes, "other name", Triangle::both);
    return same_content(back, c) && serialize_case(back) == bytes;
  };
  EXPECT_TRUE(survives(Parts().parse()));
  Parts parts;
  parts.integers("zero", {2, 2}, {7, -8, 0, 300})
      .integers("group_index", {4}, {1, 0, 0, 1})
      .integers("order", {4}, {0, 1, 2, 3})
      .floats("hessian", {4, 4}, {4, 1, 0, 0, 1, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5}, FloatFormat::f64)
      .integers("dead", {4}, {0, 0, 1, 0})
      .integers("codes", {2, 4}, {0, -15, 3, 4, 5, 1 << 20, 7, 8})
      .floats("weight", {2, 4}, {0.1, -1, 2, 0, 1e300, 5e-324, -0.25, 7}, FloatFormat::f64)
      .without("qmin")
      .without("qmax")
      .set("damping", "0.01")
      .set("arithmetic", "exact")
      .set("rounding", "half_up")
      .set("source", "a\nb")
      .set("note", "\xc3\xa9");
  EXPECT_TRUE(survives(parts.parse()));
  EXPECT_TRUE(parse_case(serialize_case(parts.parse()), "", Triangle::both).declared.order_given);
  EXPECT_TRUE(survives(parts.set("damping", "0x1.8p-20").parse()));
  EXPECT_TRUE(survives(parts.set("qmin", "-4611686018427387903").parse()));
  for (const FloatFormat format : {FloatFormat::f16, FloatFormat::bf16, FloatFormat::f32, FloatFormat::f64}) {
    const double largest = format == FloatFormat::f16 ? 65504 : 0x1.fep127;
    const double smallest = std::ldexp(1.0, format == FloatFormat::f16 ? -24 : -133);
    EXPECT_TRUE(
        survives(Parts(parts).floats("scale", {2, 2}, {largest, -smallest, 1.5, -1}, format).parse()));
  }
  Parts activations;
  activations.without("hessian").floats("activations", {1, 4}, {1, 2, 0.1, 4}, FloatFormat::f64);
  EXPECT_TRUE(survives(activations.parse()));
}

TEST(WriteCase, TakesTheSmallestTypesThatFit) {
  const auto dtype = [](const Parts& parts, const char* tensor) {
    return parse_safetensors(serialize_case(parts.parse()), "back").find(tensor)->dtype;
  };
  EXPECT_EQ(dtype(Parts(), "weight"), Dtype::f32);
  EXPECT_EQ(dtype(Parts(), "hessian"), Dtype::f32);
  EXPECT_EQ(dtype(Parts(), "scale"), Dtype::f16);
  EXPECT_EQ(dtype(Parts(), "codes"), Dtype::u8);
  EXPECT_EQ(dtype(Parts().floats("weight", {2, 4}, std::vector<double>(8, 0.1), FloatFormat::f64), "weight"),
            Dtype::f64);
  const std::vector<std::pair<std::int64_t, Dtype>> extremes{{255, Dtype::u8},
                                                             {-128, Dtype::i8},
                                                             {256, Dtype::i16},
                                                             {-32768, Dtype::i16},
                                                             {32768, Dtype::i32},
                                                             {INT32_MIN, Dtype::i32},
                                                             {INT32_MAX + 1ll, Dtype::i64}};
  for (const auto& [value, expected] : extremes)
    EXPECT_EQ(dtype(Parts().integers("zero", {2, 2}, {0, value, 0, 0}), "zero"), expected) << value;
}

TEST(WriteCase, RefusesWhatIsNotACase) {
  const Case good = Parts().parse();
  Case c = good;
  c.layer.weight.edit().pop_back();
  EXPECT_TRUE(refused([&] { serialize_case(c); }, "do not agree in size"));
  c = good;
  c.grid.scale[1] = 0.1;
  EXPECT_TRUE(
      refused([&] { serialize_case(c); }, "c.safetensors: tensor \"scale\": 0.1 is not a finite F16"));
  c.grid.scale[1] = 65520;
  EXPECT_TRUE(refused([&] { serialize_case(c); }, "is not a finite F16"));
  c = good;
  c.layer.weight.edit()[0] = nan;
  EXPECT_TRUE(refused([&] { serialize_case(c); }, "tensor \"weight\": nan is not a finite F64"));
  c = good;
  c.declared.damping = reference::Rational(1, 3);
  EXPECT_TRUE(refused([&] { serialize_case(c); }, "c.safetensors: damping: the number has no decimal"));
}

TEST(WriteCase, GoesThroughAFile) {
  const std::string path = std::filesystem::path(testing::TempDir()) / "quantcheck_case.safetensors";
  const Case c = Parts().parse();
  write_case(c, path);
  const Case back = read_case(path, Triangle::both);
  EXPECT_EQ(back.name, path);
  EXPECT_TRUE(same_content(back, c));
  std::filesystem::remove(path);
  EXPECT_TRUE(refused([&] { read_case(path, Triangle::both); }, "cannot be opened"));
}

}  // namespace
}  // namespace quantcheck::test
