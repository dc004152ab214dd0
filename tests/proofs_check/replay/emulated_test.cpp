#include <quantcheck/proofs_check/replay/emulated.h>

#include <gtest/gtest.h>

#include <bit>
#include <cstdint>
#include <limits>
#include <random>

#include <quantcheck/reference/number/float_formats.h>

namespace quantcheck::test {

using namespace check;

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

template <class Number>
void expect_products_only() {
  const Number x(1.0F + 0x1p-20F);
  EXPECT_EQ((x + Number(1.0F)).value, 2.0F + 0x1p-20F);
  EXPECT_EQ((x * Number(3.0F)).value, 3.0F);
  EXPECT_EQ((x / Number(2.0F)).value, 0.5F + 0x1p-21F);
}

TEST(Emulated, Tf32LosesBitsInProductsOnly) {
  expect_products_only<Tf32<Operands::rounded>>();
  expect_products_only<Tf32<Operands::truncated>>();
}

// 1 + 3 2^-12 lies between 1 and 1 + 2^-10, which are neighbours among the numbers of 11 bits, and is nearer
// to the second.
TEST(Emulated, Tf32RoundsItsOperandsOrCutsThemOff) {
  const float x = 1.0F + 3 * 0x1p-12F;
  EXPECT_EQ((Tf32<Operands::rounded>(x) * Tf32<Operands::rounded>(1.0F)).value, 1.0F + 0x1p-10F);
  EXPECT_EQ((Tf32<Operands::truncated>(x) * Tf32<Operands::truncated>(1.0F)).value, 1.0F);
  EXPECT_EQ((Tf32<Operands::truncated>(-x) * Tf32<Operands::truncated>(1.0F)).value, -1.0F);
  EXPECT_EQ((Tf32<Operands::truncated>(1.0F) + Tf32<Operands::truncated>(3 * 0x1p-25F)).value, 1.0F);
  EXPECT_EQ((Tf32<Operands::rounded>(1.0F) + Tf32<Operands::rounded>(3 * 0x1p-25F)).value, 1.0F + 0x1p-23F);
}

}  // namespace
}  // namespace quantcheck::test
