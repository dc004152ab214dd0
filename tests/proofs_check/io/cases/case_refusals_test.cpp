#include <quantcheck/proofs_check/io/cases/case_file.h>

#include <gtest/gtest.h>

#include "case_parts.h"

namespace quantcheck::test {
namespace {

TEST(CaseRefusals, RefusesOtherKinds) {
  EXPECT_TRUE(refuses(Parts().without("quantcheck"),
                      "a case says \"quantcheck\": \"case/1\", \"case/2\", \"lattice/1\" or \"e8/1\""));
  EXPECT_TRUE(refuses(Parts().set("quantcheck", "lattice/1"),
                      "\"lattice/1\"; \"case/1\" or \"case/2\" is needed here"));
  EXPECT_TRUE(
      refuses(Parts().set("quantcheck", "e8/1"), "\"e8/1\"; \"case/1\" or \"case/2\" is needed here"));
  EXPECT_TRUE(refuses(Parts().set("quantcheck", "case/3"),
                      "\"case/3\"; this version reads \"case/1\", \"case/2\", \"lattice/1\" and \"e8/1\""));
}

TEST(CaseRefusals, RefusesMissingTensorsShapesAndDtypes) {
  for (const std::string name : {"weight", "codes", "scale"})
    EXPECT_TRUE(refuses(Parts().without(name), "no tensor \"" + name + "\""));
  EXPECT_TRUE(refuses(Parts().floats("activations", {1, 4}, {1, 2, 3, 4}), "both \"hessian\" and"));
  EXPECT_TRUE(
      refuses(Parts().floats("weight", {8}, std::vector<double>(8)), "the shape is [8]; out x in is needed"));
  EXPECT_TRUE(refuses(Parts().floats("weight", {0, 4}, {}), "[0, 4]; a layer has at least one row"));
  EXPECT_TRUE(refuses(Parts().floats("weight", {2, 0}, {}), "[2, 0]; a layer has at least one row"));
  EXPECT_TRUE(refuses(Parts().integers("weight", {2, 4}, std::vector<std::int64_t>(8)), "the dtype is U8"));
  EXPECT_TRUE(
      refuses(Parts().raw("weight", Dtype::c64, {2, 4}, std::vector<std::byte>(64)), "the dtype is C64"));
  EXPECT_TRUE(
      refuses(Parts().floats("hessian", {3, 3}, std::vector<double>(9)), "in x in = [4, 4] is needed"));
  EXPECT_TRUE(refuses(Parts().floats("hessian", {4, 4}, std::vector<double>(16), FloatFormat::bf16),
                      "tensor \"hessian\": the dtype is BF16; F64 or F32"));
  EXPECT_TRUE(refuses(Parts().integers("codes", {4, 2}, std::vector<std::int64_t>(8)), "out x in = [2, 4]"));
  EXPECT_TRUE(refuses(Parts().floats("codes", {2, 4}, {0, 1, 2, 3, 4, 5, 6.5, 7}),
                      "tensor \"codes\": row 1, column 2 is 6.5; an integer is needed"));
  EXPECT_TRUE(
      refuses(Parts().floats("zero", {2, 2}, {0, 0, 0x1p62, 0}),
              "tensor \"zero\": row 1, group 0 is 4611686018427387904; integers have to stay below 2^62"));
  EXPECT_TRUE(refuses(Parts().floats("zero", {2, 2}, {0, nan, 0, 0}), "row 0, group 1 is NaN"));
  EXPECT_TRUE(refuses(Parts().floats("order", {4}, {0, 1, 2.5, 3}), "entry 2 is 2.5; an integer is needed"));
  EXPECT_TRUE(
      refuses(Parts().raw("codes", Dtype::boolean, {2, 4}, std::vector<std::byte>(8)), "the dtype is BOOL"));
  EXPECT_TRUE(refuses(Parts().floats("scale", {2}, {1, 1}), "the shape is [2]; out x groups is needed"));
  EXPECT_TRUE(refuses(Parts().floats("scale", {1, 3}, {1, 1, 1}), "out x groups = [2, 3] is needed"));
  EXPECT_TRUE(refuses(Parts().floats("scale", {1, 2}, {1, 1}),
                      "the shape is [1, 2]; out x groups = [2, 1] is needed: it is transposed"));
  EXPECT_TRUE(refuses(Parts().floats("scale", {4, 2}, std::vector<double>(8, 1)),
                      "the shape is [4, 2]; out x groups = [2, 4] is needed: it is transposed"));
  EXPECT_TRUE(
      refuses(Parts()
                  .floats("scale", {2, 4}, std::vector<double>(8, 1))
                  .integers("zero", {4, 2}, std::vector<std::int64_t>(8)),
              "tensor \"zero\": the shape is [4, 2]; out x groups = [2, 4] is needed: it is transposed"));
  EXPECT_TRUE(refuses(Parts().floats("scale", {0, 2}, {}), "tensor \"scale\": no groups"));
  EXPECT_TRUE(refuses(Parts().floats("scale", {2, 0}, {}), "no groups"));
  EXPECT_TRUE(refuses(Parts().integers("zero", {2, 1}, {0, 0}), "tensor \"zero\": the shape is [2, 1]"));
  EXPECT_TRUE(
      refuses(Parts().integers("order", {2}, {0, 1}), "tensor \"order\": the shape is [2]; in = [4]"));
  Parts activations;
  activations.without("hessian");
  EXPECT_TRUE(refuses(Parts(activations).floats("activations", {0, 4}, {}), "no samples"));
  EXPECT_TRUE(refuses(Parts(activations).floats("activations", {1, 3}, {1, 2, 3}), "samples x in = [1, 4]"));
  EXPECT_TRUE(refuses(Parts(activations).floats("activations", {4}, {1, 2, 3, 4}), "samples x in is needed"));
}

TEST(CaseRefusals, RefusesValues) {
  EXPECT_TRUE(
      refuses(Parts().floats("weight", {2, 4}, {0, 0, 0, 0, 0, 0, nan, 0}), "row 1, column 2 is NaN"));
  EXPECT_TRUE(refuses(Parts().floats("weight", {2, 4}, {0, infinity, 0, 0, 0, 0, 0, 0}, FloatFormat::f16),
                      "tensor \"weight\": row 0, column 1 is infinite"));
  EXPECT_TRUE(refuses(Parts().floats("weight", {2, 4}, {0, 0, 0, nan, 0, 0, 0, 0}, FloatFormat::f16),
                      "column 3 is NaN"));
  EXPECT_TRUE(refuses(Parts().floats("weight", {2, 4}, {nan, 0, 0, 0, 0, 0, 0, 0}, FloatFormat::bf16),
                      "column 0 is NaN"));
  EXPECT_TRUE(
      refuses(Parts().floats("hessian", {4, 4}, {1, 0, 0, 0, infinity, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
              "tensor \"hessian\": row 1, column 0 is infinite"));
  EXPECT_TRUE(
      refuses(Parts().floats("scale", {2, 2}, {1, 1, 1, nan}, FloatFormat::f64), "row 1, group 1 is NaN"));
  EXPECT_TRUE(
      refuses(Parts().floats("scale", {2, 2}, {1, 1, -0.0, 1}), "tensor \"scale\": row 1, group 0 is zero"));
  EXPECT_TRUE(refuses(Parts().without("hessian").floats("activations", {1, 4}, {1, 2, nan, 4}),
                      "tensor \"activations\": row 0, column 2 is NaN"));
  EXPECT_TRUE(refuses(Parts().integers("codes", {2, 4}, {0, 1, 2, 3, 4, 5, 16, 0}),
                      "tensor \"codes\": row 1, column 2 is 16, outside qmin = 0, qmax = 15"));
  EXPECT_TRUE(refuses(Parts().integers("codes", {2, 4}, {-1, 1, 2, 3, 4, 5, 6, 0}),
                      "row 0, column 0 is -1, outside"));
  EXPECT_TRUE(
      refuses(Parts().integers("codes", {2, 4}, {0, 0, 0, 0, 0, 0, 0, -integer_limit}), "stay below 2^62"));
  EXPECT_TRUE(
      refuses(Parts().integers("zero", {2, 2}, {0, 0, integer_limit, 0}), "row 1, group 0 is 46116860184"));
  EXPECT_TRUE(refuses(Parts().integers("order", {4}, {0, 1, 1, 7}), "entry 3 is 7, outside 0..3"));
  EXPECT_TRUE(
      refuses(Parts().integers("order", {4}, {0, 1, 2, 1}), "tensor \"order\": entry 3 is a second 1"));
  EXPECT_TRUE(refuses(Parts().integers("order", {4}, {0, -1, 2, 1}), "entry 1 is -1, outside"));
  EXPECT_TRUE(
      refuses(Parts().integers("dead", {4}, {0, 1, 2, 0}), "tensor \"dead\": entry 2 is 2, outside 0..1"));
  EXPECT_TRUE(refuses(Parts().integers("dead", {4}, {0, 1, 0, 0}),
                      "tensor \"dead\": entry 1 declares input 1 dead, but hessian is 1 at row 1, column 0"));
  const std::vector<double> diagonal{4, 0, 0, 0, 0, 3, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0};
  Parts parts;
  parts.floats("hessian", {4, 4}, diagonal);
  EXPECT_NO_THROW(parts.integers("dead", {4}, {0, 0, 1, 1}).parse());
  EXPECT_TRUE(
      refuses(parts.integers("dead", {4}, {0, 1, 1, 1}), "hessian is 3 at row 1, column 1; the diagonal of"));
  parts.without("hessian").floats("activations", {2, 4}, {1, 0, 0, 0, 1, 0, 1, 0});
  EXPECT_NO_THROW(parts.integers("dead", {4}, {0, 1, 0, 1}).parse());
  EXPECT_TRUE(
      refuses(parts.integers("dead", {4}, {0, 1, 1, 1}), "input 2 dead, but activations is 1 at row 1"));
  EXPECT_TRUE(
      refuses(Parts().integers("group_index", {4}, {0, 1, 2, 0}), "tensor \"group_index\": entry 2 is 2"));
}

TEST(CaseRefusals, RefusesMetadata) {
  for (const char* text : {"", " 1", "1 ", "+1", "1.0", "0x1", "1e2", "4611686018427387904",
                           "-4611686018427387904", "99999999999999999999"}) {
    EXPECT_TRUE(refuses(Parts().set("qmin", text), "metadata \"qmin\" is ")) << text;
    EXPECT_TRUE(refuses(Parts().set("group_size", text), "an integer below 2^62")) << text;
  }
  EXPECT_TRUE(refuses(Parts().set("qmin", "16"), "metadata \"qmin\" is \"16\"; that is above qmax, 15"));
  EXPECT_TRUE(refuses(Parts().set("damping", "-1e-9"), "it cannot be negative"));
  EXPECT_TRUE(refuses(Parts().set("damping", "1%"), "metadata \"damping\": not a number: \"1%\""));
  EXPECT_TRUE(refuses(Parts().set("damping", "1e99999"), "beyond +-5000"));
  EXPECT_TRUE(
      refuses(Parts().set("arithmetic", "float32"), "one of exact fp64 fp32 tf32 bf16 fp16 is needed"));
  EXPECT_TRUE(refuses(Parts().set("rounding", "up"), "one of half_even half_up half_away is needed"));
  EXPECT_TRUE(refuses(Parts().set("group_size", "0"), "metadata \"group_size\" is \"0\"; at least 1"));
}

TEST(CaseRefusals, RefusesEveryTruncation) {
  const std::vector<std::byte> whole = Parts().integers("order", {4}, {3, 1, 0, 2}).bytes();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::vector<std::byte> part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_TRUE(refused([&] { parse_case(part, "t", Triangle::both); }, "t: ")) << size;
  }
}

TEST(CaseRefusals, SurvivesEveryFlippedBit) {
  const std::vector<std::byte> whole =
      Parts().integers("order", {4}, {3, 1, 0, 2}).set("damping", "0.01").bytes();
  for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
    std::vector<std::byte> spoilt = whole;
    spoilt[bit / 8] ^= static_cast<std::byte>(1 << (bit % 8));
    try {
      const Case c = parse_case(spoilt, "t", Triangle::lower);
      EXPECT_TRUE(same_content(parse_case(serialize_case(c), "t", Triangle::both), c)) << bit;
    } catch (const Error& error) {
      EXPECT_EQ(std::string(error.what()).substr(0, 3), "t: ") << bit;
    }
  }
}

}  // namespace
}  // namespace quantcheck::test
