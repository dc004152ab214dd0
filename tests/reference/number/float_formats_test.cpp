#include <quantcheck/reference/number/float_formats.h>

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <optional>

#include <quantcheck/reference/error.h>

namespace quantcheck::test {

using namespace reference;

namespace {

// An independent reading of F16: the binary32 of the same value, built from the fields of the pattern with
// integers alone.
std::optional<double> half_by_widening(std::uint32_t bits) {
  const std::uint32_t sign = (bits & 0x8000u) << 16;
  std::uint32_t exponent = (bits >> 10) & 0x1fu;
  std::uint32_t fraction = bits & 0x3ffu;
  if (exponent == 31) return std::nullopt;
  if (exponent == 0) {
    if (fraction == 0) return static_cast<double>(std::bit_cast<float>(sign));
    exponent = 1;
    while ((fraction & 0x400u) == 0) {
      fraction <<= 1;
      --exponent;  // wraps below 1; the sum below is right modulo 2^32
    }
    fraction &= 0x3ffu;
  }
  return static_cast<double>(std::bit_cast<float>(sign | ((exponent + 112u) << 23) | (fraction << 13)));
}

bool identical(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

void expect_value(FloatFormat format, std::uint64_t bits, std::optional<double> expected) {
  const std::optional<double> value = finite_value(format, bits);
  ASSERT_EQ(value.has_value(), expected.has_value()) << std::hex << bits;
  if (value) {
    ASSERT_TRUE(identical(*value, *expected)) << std::hex << bits << ": " << *value << " and " << *expected;
  }
}

TEST(FiniteValue, EveryF16) {
  for (std::uint32_t bits = 0; bits < 65536; ++bits)
    expect_value(FloatFormat::f16, bits, half_by_widening(bits));
}

TEST(FiniteValue, EveryBf16) {
  for (std::uint32_t bits = 0; bits < 65536; ++bits) {
    const auto value = static_cast<double>(std::bit_cast<float>(bits << 16));
    expect_value(FloatFormat::bf16, bits, std::isfinite(value) ? std::optional(value) : std::nullopt);
  }
}

TEST(FiniteValue, KnownF16) {
  EXPECT_EQ(finite_value(FloatFormat::f16, 0x3c00), 1.0);
  EXPECT_EQ(finite_value(FloatFormat::f16, 0x7bff), 65504.0);
  EXPECT_EQ(finite_value(FloatFormat::f16, 0x0001), std::ldexp(1.0, -24));
  EXPECT_EQ(finite_value(FloatFormat::f16, 0x8400), -std::ldexp(1.0, -14));
  EXPECT_EQ(finite_value(FloatFormat::f16, 0x7c00), std::nullopt);
  EXPECT_EQ(finite_value(FloatFormat::f16, 0xfe00), std::nullopt);
}

// OFP8 E4M3 (OCP 8-bit Floating Point Specification, revision 1.0, table 2): S EEEE MMM of bias 7, subnormal
// numbers at EEEE = 0, NaN at S.1111.111, no infinities.
TEST(FiniteValue, EveryE4M3) {
  for (std::uint32_t bits = 0; bits < 256; ++bits) {
    const int exponent = static_cast<int>(bits >> 3) & 15;
    const double mantissa = static_cast<double>(bits & 7) / 8;
    const double magnitude =
        exponent == 0 ? std::ldexp(mantissa, -6) : std::ldexp(1 + mantissa, exponent - 7);
    const double value = bits >= 128 ? -magnitude : magnitude;
    expect_value(FloatFormat::f8_e4m3, bits, (bits & 127) == 127 ? std::nullopt : std::optional(value));
  }
  EXPECT_EQ(finite_value(FloatFormat::f8_e4m3, 0x7e), 448.0);
  EXPECT_EQ(finite_value(FloatFormat::f8_e4m3, 0x38), 1.0);
  EXPECT_EQ(finite_value(FloatFormat::f8_e4m3, 0x81), -std::ldexp(1.0, -9));
}

// OFP8 E5M2 of the same table: S EEEEE MM of bias 15, infinities and NaNs as in IEEE 754.
TEST(FiniteValue, EveryE5M2) {
  for (std::uint32_t bits = 0; bits < 256; ++bits) {
    const int exponent = static_cast<int>(bits >> 2) & 31;
    const double mantissa = static_cast<double>(bits & 3) / 4;
    const double magnitude =
        exponent == 0 ? std::ldexp(mantissa, -14) : std::ldexp(1 + mantissa, exponent - 15);
    const double value = bits >= 128 ? -magnitude : magnitude;
    expect_value(FloatFormat::f8_e5m2, bits, exponent == 31 ? std::nullopt : std::optional(value));
  }
  EXPECT_EQ(finite_value(FloatFormat::f8_e5m2, 0x7b), 57344.0);
}

// E8M0 (OCP Microscaling Formats, version 1.0, section 5.4.1): 2^(bits - 127), NaN at 255, no zero, no sign.
TEST(FiniteValue, EveryE8M0) {
  for (std::uint32_t bits = 0; bits < 255; ++bits)
    expect_value(FloatFormat::f8_e8m0, bits, std::pow(2.0, static_cast<int>(bits) - 127));
  expect_value(FloatFormat::f8_e8m0, 255, std::nullopt);
}

TEST(FiniteValue, F32AtEveryExponent) {
  for (std::uint32_t high = 0; high < 512; ++high) {
    for (const std::uint32_t fraction : {0x0u, 0x1u, 0x2u, 0x400000u, 0x555555u, 0x7ffffeu, 0x7fffffu}) {
      const std::uint32_t bits = (high << 23) | fraction;
      const float value = std::bit_cast<float>(bits);
      expect_value(FloatFormat::f32, bits,
                   std::isfinite(value) ? std::optional(static_cast<double>(value)) : std::nullopt);
    }
  }
}

TEST(FiniteValue, F64AtEveryExponent) {
  for (std::uint64_t high = 0; high < 4096; ++high) {
    for (const std::uint64_t fraction : {0x0ull, 0x1ull, 0x2ull, 0x8000000000000ull, 0x5555555555555ull,
                                         0xffffffffffffeull, 0xfffffffffffffull}) {
      const std::uint64_t bits = (high << 52) | fraction;
      const auto value = std::bit_cast<double>(bits);
      expect_value(FloatFormat::f64, bits, std::isfinite(value) ? std::optional(value) : std::nullopt);
    }
  }
}

// The neighbours are the values of the adjacent patterns, and the ends of the interval are half-way to them.
void expect_intervals(FloatFormat format, std::uint32_t last_finite, double beyond) {
  const std::uint32_t sign = is_8_bit(format) ? 0x80 : 0x8000;
  for (std::uint32_t bits = 1; bits <= last_finite; ++bits) {
    const double value = *finite_value(format, bits);
    const double below = *finite_value(format, bits - 1);
    const double above = bits == last_finite ? beyond : *finite_value(format, bits + 1);
    const RoundingInterval interval = rounding_interval(format, value);
    ASSERT_EQ(interval.low, below + (value - below) / 2) << std::hex << bits;
    ASSERT_EQ(interval.high, value + (above - value) / 2) << std::hex << bits;
    const RoundingInterval mirrored = rounding_interval(format, *finite_value(format, bits | sign));
    ASSERT_EQ(mirrored.low, -interval.high) << std::hex << bits;
    ASSERT_EQ(mirrored.high, -interval.low) << std::hex << bits;
  }
}

TEST(RoundingInterval, EveryF16) { expect_intervals(FloatFormat::f16, 0x7bff, 65536.0); }

TEST(RoundingInterval, EveryBf16) { expect_intervals(FloatFormat::bf16, 0x7f7f, std::ldexp(1.0, 128)); }

TEST(RoundingInterval, EveryE4M3) { expect_intervals(FloatFormat::f8_e4m3, 0x7e, 480.0); }

TEST(RoundingInterval, EveryE5M2) { expect_intervals(FloatFormat::f8_e5m2, 0x7b, 65536.0); }

TEST(RoundingInterval, EveryE8M0) {
  for (std::uint32_t bits = 1; bits < 255; ++bits) {
    const double value = *finite_value(FloatFormat::f8_e8m0, bits);
    EXPECT_EQ(rounding_interval(FloatFormat::f8_e8m0, value).low, 0.75 * value);
    EXPECT_EQ(rounding_interval(FloatFormat::f8_e8m0, value).high, 1.5 * value);
  }
}

TEST(RoundingInterval, F32AgainstNextafter) {
  const float largest = std::numeric_limits<float>::max();
  const float smallest = std::numeric_limits<float>::denorm_min();
  const float normal = std::numeric_limits<float>::min();
  for (const float x : {1.0f, -1.0f, 1.5f, 0.1f, -0.1f, 16777216.0f, smallest, 2 * smallest, normal,
                        2 * normal, std::nextafter(normal, 0.0f), -normal, largest}) {
    const auto value = static_cast<double>(x);
    const double down = static_cast<double>(std::nextafter(x, -std::numeric_limits<float>::infinity()));
    const double up = x == largest
                          ? std::ldexp(1.0, 128)
                          : static_cast<double>(std::nextafter(x, std::numeric_limits<float>::infinity()));
    EXPECT_EQ(rounding_interval(FloatFormat::f32, value).low, down + (value - down) / 2) << x;
    EXPECT_EQ(rounding_interval(FloatFormat::f32, value).high, value + (up - value) / 2) << x;
  }
}

TEST(RoundingInterval, AroundZero) {
  EXPECT_EQ(rounding_interval(FloatFormat::f16, 0.0).low, -std::ldexp(1.0, -25));
  EXPECT_EQ(rounding_interval(FloatFormat::f16, 0.0).high, std::ldexp(1.0, -25));
  EXPECT_EQ(rounding_interval(FloatFormat::f32, -0.0).high, std::ldexp(1.0, -150));
}

TEST(RoundingInterval, RefusesWhatIsNotOfTheFormat) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_THROW(rounding_interval(FloatFormat::f64, 1.0), Error);
  EXPECT_THROW(rounding_interval(FloatFormat::f16, 0.1), Error);
  EXPECT_THROW(rounding_interval(FloatFormat::f16, 65536.0), Error);
  EXPECT_THROW(rounding_interval(FloatFormat::f16, std::ldexp(1.0, -25)), Error);
  EXPECT_THROW(rounding_interval(FloatFormat::bf16, 1.0 + std::ldexp(1.0, -8)), Error);
  EXPECT_THROW(rounding_interval(FloatFormat::f32, 1e300), Error);
  EXPECT_THROW(rounding_interval(FloatFormat::f8_e4m3, 480.0), Error);
  EXPECT_THROW(rounding_interval(FloatFormat::f8_e8m0, 3.0), Error);
  EXPECT_THROW(rounding_interval(FloatFormat::f8_e8m0, -1.0), Error);
  EXPECT_THROW(rounding_interval(FloatFormat::f8_e8m0, 0.0), Error);
  for (const double x : {infinity, -infinity, std::numeric_limits<double>::quiet_NaN()})
    EXPECT_THROW(rounding_interval(FloatFormat::f32, x), Error);
}

}  // namespace
}  // namespace quantcheck::test
