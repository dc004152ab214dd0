#include <quantcheck/proofs_check/replay/emulated.h>

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <limits>
#include <random>

#include <quantcheck/reference/number/float_formats.h>

namespace quantcheck::check {
namespace {

TEST(Emulated, KeepsEveryNumberOfTheFormat) {
  for (std::uint32_t bits = 0; bits < 0x10000; ++bits) {
    if (const auto value = reference::finite_value(FloatFormat::f16, bits)) {
      ASSERT_EQ(Fp16(*value).value, *value);
    }
    if (const auto value = reference::finite_value(FloatFormat::bf16, bits)) {
      ASSERT_EQ(Bf16(*value).value, *value);
    }
  }
}

TEST(Emulated, RoundsToTheNearerNeighbourAndHalfWayToEven) {
  EXPECT_EQ(Bf16(1.0 + 0x1p-8).value, 1.0);
  EXPECT_EQ(Bf16(1.0 + 0x1.8p-7).value, 1.0 + 0x1p-6);
  EXPECT_EQ(Bf16(1.0 + 0x1.01p-8).value, 1.0 + 0x1p-7);
  EXPECT_EQ(Fp16(65504.0).value, 65504.0);
  EXPECT_EQ(Fp16(65519.0).value, 65504.0);
  EXPECT_EQ(Fp16(65520.0).value, std::numeric_limits<double>::infinity());
  EXPECT_EQ(Fp16(0x1p-24).value, 0x1p-24);
  EXPECT_EQ(Fp16(0x1p-25).value, 0.0);
  EXPECT_EQ(Fp16(0x1.8p-25).value, 0x1p-24);
}

TEST(Emulated, Bf16RoundsAsBitsDo) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 100000; ++i) {
    const auto x = std::bit_cast<float>(static_cast<std::uint32_t>(random()) & 0xbfffffffU);
    const auto bits = std::bit_cast<std::uint32_t>(x);
    const auto rounded = std::bit_cast<float>((bits + 0x7fffU + ((bits >> 16) & 1U)) & 0xffff0000U);
    ASSERT_EQ(Bf16(x).value, static_cast<double>(rounded)) << x;
  }
}

TEST(Emulated, EveryOperationRounds) {
  const Bf16 one(1.0);
  const Bf16 tiny(0x1p-9);
  EXPECT_EQ((one + tiny).value, 1.0);
  EXPECT_EQ((one - tiny).value, 1.0 - 0x1p-9 + 0x1p-9);
  EXPECT_EQ((Bf16(3.0) / Bf16(7.0)).value, Bf16(3.0 / 7.0).value);
  EXPECT_EQ((Bf16(1.0 + 0x1p-7) * Bf16(1.0 + 0x1p-7)).value, 1.0 + 0x1p-6);
}

TEST(Emulated, Tf32LosesBitsInProductsOnly) {
  const Tf32 x(1.0F + 0x1p-20F);
  EXPECT_EQ((x + Tf32(1.0F)).value, 2.0F + 0x1p-20F);
  EXPECT_EQ((x * Tf32(3.0F)).value, 3.0F);
  EXPECT_EQ((x / Tf32(2.0F)).value, 0.5F + 0x1p-21F);
}

}  // namespace
}  // namespace quantcheck::check
