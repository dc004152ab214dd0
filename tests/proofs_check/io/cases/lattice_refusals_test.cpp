#include <gtest/gtest.h>

#include "lattice_parts.h"

namespace quantcheck::test {
namespace {

TEST(LatticeRefusals, RefusesOtherKinds) {
  for (const char* kind : {"lattice/2", "e8", "", "case/1 "})
    EXPECT_TRUE(subject_refuses(lattice_parts().set("quantcheck", kind),
                                "this version reads \"case/1\", \"case/2\", \"lattice/1\" and \"e8/1\""));
  EXPECT_TRUE(
      subject_refuses(lattice_parts().without("quantcheck"), "a case says \"quantcheck\": \"case/1\", "));
}

TEST(LatticeRefusals, RefusesMetadata) {
  EXPECT_TRUE(subject_refuses(lattice_parts().without("lattice"), "no metadata \"lattice\""));
  EXPECT_TRUE(subject_refuses(lattice_parts().set("lattice", "D4"), "\"D4\"; this version judges \"E8\""));
  EXPECT_TRUE(subject_refuses(lattice_parts().without("q"), "no metadata \"q\""));
  EXPECT_TRUE(subject_refuses(lattice_parts().without("mode"), "no metadata \"mode\""));
  for (const char* q : {"1", "0", "-4", "1048577"})
    EXPECT_TRUE(subject_refuses(lattice_parts().set("q", q), "2..1048576 is needed"));
  for (const char* q : {"", "4.0", "0x4", "four", "99999999999999999999"})
    EXPECT_TRUE(subject_refuses(lattice_parts().set("q", q), "metadata \"q\" is ")) << q;
  EXPECT_TRUE(subject_refuses(lattice_parts().set("decoded_format", "e4m3"),
                              "\"decoded_format\" is \"e4m3\"; one of fp64 fp32 bf16 fp16 is needed"));
  EXPECT_TRUE(subject_refuses(
      lattice_parts().raw("betas", Dtype::f8_e4m3, {2}, std::vector<std::byte>(2, std::byte{0x38})),
      "tensor \"betas\": the dtype is F8_E4M3; one of F64 F32 F16 BF16 is needed"));
  EXPECT_TRUE(subject_refuses(lattice_parts().set("mode", "best"), "one of opt first is needed"));
  EXPECT_TRUE(subject_refuses(lattice_parts().set("arithmetic", "float"), "one of exact fp64 fp32"));
  EXPECT_TRUE(subject_refuses(lattice_parts().set("block_order", "2"), "one of first last is needed"));
  EXPECT_TRUE(subject_refuses(e8_parts().set("arithmetic", "float"), "one of exact fp64 fp32"));
}

TEST(LatticeRefusals, RefusesMissingTensorsShapesAndDtypes) {
  for (const std::string name : {"codes", "beta_index", "betas"})
    EXPECT_TRUE(subject_refuses(lattice_parts().without(name), "no tensor \"" + name + "\""));
  EXPECT_TRUE(subject_refuses(lattice_parts().without("values"), "neither \"values\" nor \"weight\""));
  EXPECT_TRUE(
      subject_refuses(ldlq_parts().floats("values", {2, 8}, std::vector<double>(16)), "both \"values\" and"));
  EXPECT_TRUE(subject_refuses(lattice_parts().floats("values", {22}, std::vector<double>(22)),
                              "the shape is [22]; rows x cols is needed"));
  EXPECT_TRUE(subject_refuses(lattice_parts().floats("values", {2, 0}, {}), "at least one row"));
  EXPECT_TRUE(subject_refuses(lattice_parts().floats("values", {0, 8}, {}), "at least one row"));
  EXPECT_TRUE(subject_refuses(lattice_parts().integers("codes", {2, 11}, std::vector<std::int64_t>(22)),
                              "cols rounded up to a multiple of 8, = [2, 16] is needed"));
  EXPECT_TRUE(subject_refuses(lattice_parts().integers("beta_index", {2, 1}, {0, 0}), "= [2, 2] is needed"));
  EXPECT_TRUE(
      subject_refuses(lattice_parts().floats("betas", {3, 1}, {1, 2, 3}), "a vector of at least one"));
  EXPECT_TRUE(subject_refuses(lattice_parts().floats("betas", {0}, {}), "a vector of at least one"));
  EXPECT_TRUE(subject_refuses(lattice_parts().integers("betas", {3}, {1, 2, 3}), "the dtype is U8"));
  EXPECT_TRUE(subject_refuses(lattice_parts().floats("codes", {2, 16}, std::vector<double>(32, 0.5)),
                              "tensor \"codes\": row 0, column 0 is 0.5; an integer is needed"));
  EXPECT_TRUE(subject_refuses(lattice_parts().floats("beta_index", {2, 2}, {0, 1, 2.5, 0}),
                              "row 1, block 0 is 2.5; an integer is needed"));
  EXPECT_TRUE(subject_refuses(lattice_parts().floats("decoded", {2, 16}, std::vector<double>(32)),
                              "rows x cols = [2, 11] is needed"));
  EXPECT_TRUE(subject_refuses(lattice_parts().floats("norm", {1}, {1}), "rows = [2] is needed"));
  EXPECT_TRUE(subject_refuses(e8_parts().without("nearest"), "no tensor \"nearest\""));
  EXPECT_TRUE(subject_refuses(e8_parts().without("values"), "no tensor \"values\""));
  EXPECT_TRUE(
      subject_refuses(e8_parts().floats("nearest", {1, 8}, std::vector<double>(8)), "n x 8 = [2, 8]"));
  EXPECT_TRUE(
      subject_refuses(e8_parts().floats("values", {2, 7}, std::vector<double>(14)), "n x 8 = [2, 8]"));
  EXPECT_TRUE(subject_refuses(e8_parts().floats("values", {0, 8}, {}), "at least one row"));
}

TEST(LatticeRefusals, RefusesLdlqWithoutItsParts) {
  EXPECT_TRUE(subject_refuses(ldlq_parts().without("hessian"), "no tensor \"hessian\""));
  EXPECT_TRUE(
      subject_refuses(lattice_parts().floats("hessian", {1, 1}, {1}), "a \"hessian\" beside \"values\""));
  EXPECT_TRUE(subject_refuses(ldlq_parts().without("block_order"), "no metadata \"block_order\""));
  EXPECT_TRUE(subject_refuses(ldlq_parts().floats("weight", {2, 9}, std::vector<double>(18)),
                              "tensor \"weight\": 9 columns; LDLQ in blocks of 8"));
  EXPECT_TRUE(subject_refuses(ldlq_parts().floats("hessian", {4, 16}, std::vector<double>(64)), "= [8, 8]"));
  std::vector<double> crooked(64, 0.0);
  crooked[1] = 0.5;
  const Parts parts = ldlq_parts().floats("hessian", {8, 8}, crooked);
  EXPECT_TRUE(subject_refuses(parts, "not symmetric: the largest |h_ij - h_ji| is 0.5"));
  EXPECT_EQ(std::get<LatticeCase>(parse(parts, Triangle::upper)).hessian[8], 0.5);
  EXPECT_EQ(std::get<LatticeCase>(parse(parts, Triangle::lower)).hessian[1], 0.0);
}

TEST(LatticeRefusals, RefusesValues) {
  std::vector<double> values(22);
  values[12] = nan;
  EXPECT_TRUE(subject_refuses(lattice_parts().floats("values", {2, 11}, values), "row 1, column 1 is NaN"));
  EXPECT_TRUE(
      subject_refuses(lattice_parts().floats("decoded", {2, 11}, values), "\"decoded\": row 1, column 1"));
  for (const std::vector<double>& betas :
       std::vector<std::vector<double>>{{0, 1, 2}, {-1, 1, 2}, {1, 1, 2}, {1, 3, 2}})
    EXPECT_TRUE(subject_refuses(lattice_parts().floats("betas", {3}, betas), "positive and ascending"));
  EXPECT_TRUE(subject_refuses(lattice_parts().floats("betas", {3}, {1, 2, infinity}), "entry 2 is infinite"));
  std::vector<std::int64_t> codes(32);
  codes[18] = 4;
  EXPECT_TRUE(subject_refuses(lattice_parts().integers("codes", {2, 16}, codes),
                              "tensor \"codes\": row 1, column 2 is 4, outside 0..3"));
  codes[18] = -1;
  EXPECT_TRUE(subject_refuses(lattice_parts().integers("codes", {2, 16}, codes), "row 1, column 2 is -1"));
  EXPECT_TRUE(subject_refuses(lattice_parts().integers("beta_index", {2, 2}, {0, 1, 2, 3}),
                              "tensor \"beta_index\": row 1, block 1 is 3, outside 0..2"));
  EXPECT_TRUE(subject_refuses(lattice_parts().floats("norm", {2}, {1, -1}), "entry 1 is -1; a norm"));
  EXPECT_TRUE(subject_refuses(lattice_parts().floats("norm", {2}, {nan, 1}), "entry 0 is NaN"));
  std::vector<double> points(16);
  points[9] = infinity;
  EXPECT_TRUE(subject_refuses(e8_parts().floats("nearest", {2, 8}, points), "row 1, column 1 is infinite"));
}

TEST(LatticeRefusals, RefusesEveryTruncation) {
  for (const Parts& parts : {lattice_parts(), ldlq_parts(), e8_parts()}) {
    const std::vector<std::byte> whole = parts.bytes();
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const std::vector<std::byte> part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      EXPECT_TRUE(refused([&] { parse_subject(part, "t", Triangle::both); }, "t: ")) << size;
    }
  }
}

TEST(LatticeRefusals, SurvivesEveryFlippedBit) {
  for (const Parts& parts : {lattice_parts(), ldlq_parts(), e8_parts()}) {
    const std::vector<std::byte> whole = parts.bytes();
    for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
      std::vector<std::byte> spoilt = whole;
      spoilt[bit / 8] ^= static_cast<std::byte>(1 << (bit % 8));
      try {
        parse_subject(spoilt, "t", Triangle::lower);
      } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()).substr(0, 3), "t: ") << bit;
      }
    }
  }
}

}  // namespace
}  // namespace quantcheck::test
