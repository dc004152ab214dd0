#include <quantcheck/proofs_check/io/cases/recognised_format.h>

#include <gtest/gtest.h>

#include <random>

#include <quantcheck/proofs_check/replay/emulated.h>

#include "lattice_parts.h"

namespace quantcheck::test {
namespace {

constexpr std::optional<FloatFormat> nothing;

// Numbers that look like scales: of any significand, within a few binades.
std::vector<double> scales(std::size_t count, std::uint32_t seed = 1) {
  std::mt19937 random(seed);
  std::vector<double> numbers(count);
  for (double& x : numbers)
    x = static_cast<double>(static_cast<float>(0.004 + 0.05 * static_cast<double>(random()) / 0x1p32));
  return numbers;
}

std::vector<double> rounded(std::vector<double> numbers, FloatFormat format) {
  for (double& x : numbers) x = stored_as(format, x);
  return numbers;
}

TEST(RecognisedFormat, NamesTheFormatThatNumbersWereRoundedTo) {
  for (const FloatFormat stored : {FloatFormat::f32, FloatFormat::f64})
    for (const FloatFormat format : {FloatFormat::f16, FloatFormat::bf16})
      for (const std::size_t count : {16U, 200U, 5000U})
        EXPECT_EQ(recognised_format(rounded(scales(count), format), stored), format) << count;
  for (const FloatFormat stored : {FloatFormat::f16, FloatFormat::bf16})
    EXPECT_EQ(recognised_format(rounded(scales(200), stored), stored), nothing);
}

TEST(RecognisedFormat, SaysNothingOfNumbersThatWereNotRounded) {
  EXPECT_EQ(recognised_format(scales(200), FloatFormat::f32), nothing);
  std::vector<double> all_but_one = rounded(scales(200), FloatFormat::f16);
  all_but_one[150] = static_cast<double>(0.01F);
  EXPECT_EQ(recognised_format(all_but_one, FloatFormat::f32), nothing);
  all_but_one[150] = 65536;  // beyond float16
  EXPECT_EQ(recognised_format(all_but_one, FloatFormat::f32), nothing);
}

TEST(RecognisedFormat, SaysNothingOfNumbersThatAreShortByThemselves) {
  std::vector<double> powers;
  std::vector<double> quarters;
  std::vector<double> eight_bit;  // e4m3: four bits
  for (int k = -14; k < 16; ++k) {
    powers.push_back(std::ldexp(1.0, k));
    for (const int significand : {4, 5, 6, 7}) quarters.push_back(std::ldexp(significand, k / 2));
    for (int significand = 8; significand < 16; ++significand)
      eight_bit.push_back(std::ldexp(significand, k / 2));
  }
  for (const std::vector<double>& chosen : {powers, quarters, eight_bit, std::vector<double>(200, 1.0)})
    EXPECT_EQ(recognised_format(chosen, FloatFormat::f32), nothing);
}

TEST(RecognisedFormat, NeedsFourSignificands) {
  const std::vector<double> numbers{0x1.004p-6, 0x1.00cp-7, 0x1.014p-6, 0x1.01cp-6};
  EXPECT_EQ(recognised_format(numbers, FloatFormat::f32), FloatFormat::f16);
  EXPECT_EQ(recognised_format(std::span(numbers).first(3), FloatFormat::f32), nothing);
  const std::vector<double> one_significand{0x1.004p-6, 0x1.004p-7, 0x1.004p-5, -0x1.004p-6, 0x1.004p-4};
  EXPECT_EQ(recognised_format(one_significand, FloatFormat::f32), nothing);
}

TEST(RecognisedFormat, TakesBfloat16WhereBothArePossible) {
  const std::vector<double> numbers = rounded(scales(40), FloatFormat::bf16);
  EXPECT_EQ(rounded(numbers, FloatFormat::f16), numbers);
  EXPECT_EQ(recognised_format(numbers, FloatFormat::f32), FloatFormat::bf16);
  std::vector<double> tiny = scales(40);  // float16 is subnormal there, and no longer than bfloat16
  for (double& x : tiny) x = stored_as(FloatFormat::f16, x * 0x1p-12);
  EXPECT_EQ(rounded(tiny, FloatFormat::bf16), tiny);
  EXPECT_EQ(recognised_format(tiny, FloatFormat::f32), FloatFormat::f16);
}

const std::vector<double> halves{0x1.004p-1, 0x1.00cp-2, 0x1.014p1, 0x1.01cp0};

TEST(RecognisedFormat, OfScalesIsThatOfTheCase) {
  const Case c = Parts().floats("scale", {2, 2}, halves).parse();
  EXPECT_EQ(c.scale_format, FloatFormat::f16);
  ASSERT_EQ(c.recognised.size(), 1U);
  EXPECT_EQ(c.recognised[0].tensor, "scale");
  EXPECT_EQ(c.recognised[0].stored, FloatFormat::f32);
  EXPECT_EQ(c.recognised[0].format, FloatFormat::f16);
  EXPECT_TRUE(Parts().floats("scale", {2, 2}, {1, 0.5, 2, 4}).parse().recognised.empty());
  EXPECT_TRUE(Parts().floats("scale", {2, 2}, halves, FloatFormat::f16).parse().recognised.empty());
}

TEST(RecognisedFormat, ADeclaredOneHolds) {
  const Case c = Parts().floats("scale", {2, 2}, halves).set("scale_format", "fp32").parse();
  EXPECT_EQ(c.scale_format, FloatFormat::f32);
  EXPECT_TRUE(c.recognised.empty());
  EXPECT_TRUE(c.ignored.empty());
  EXPECT_EQ(parse_case(serialize_case(c), "back", Triangle::both).scale_format, FloatFormat::f32);
  EXPECT_EQ(Parts().floats("scale", {2, 2}, {1, 0.5, 2, 4}).set("scale_format", "bf16").parse().scale_format,
            FloatFormat::bf16);
  EXPECT_TRUE(refuses(
      Parts().floats("scale", {2, 2}, {1, 1, static_cast<double>(0.1F), 1}).set("scale_format", "fp16"),
      "tensor \"scale\": row 1, group 0 is 0.10000000149011612, no float16 number, though "
      "\"scale_format\" is fp16"));
  EXPECT_TRUE(
      refuses(Parts().set("scale_format", "half"), "one of fp64 fp32 bf16 fp16 e4m3 e5m2 e8m0 is needed"));
}

TEST(RecognisedFormat, OfDecodedValuesIsThatOfTheLatticeCase) {
  Parts parts = lattice_parts();
  std::vector<double> decoded;
  for (int k = 0; k < 22; ++k) decoded.push_back(halves[k % 4]);
  parts.floats("decoded", {2, 11}, decoded);
  const auto read = [](const Parts& file) { return std::get<LatticeCase>(parse(file)); };
  EXPECT_EQ(read(parts).decoded_format, FloatFormat::f16);
  ASSERT_EQ(read(parts).recognised.size(), 1U);
  EXPECT_EQ(read(parts).recognised[0].tensor, "decoded");
  parts.set("decoded_format", "fp32");
  const LatticeCase declared = read(parts);
  EXPECT_EQ(declared.decoded_format, FloatFormat::f32);
  EXPECT_TRUE(declared.recognised.empty());
  EXPECT_TRUE(declared.ignored.empty());
  EXPECT_TRUE(same_content(
      std::get<LatticeCase>(parse_subject(serialize_lattice_case(declared), "back", Triangle::both)),
      declared));
}

}  // namespace
}  // namespace quantcheck::test
