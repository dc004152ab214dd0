// Conversion to the nearest float, compared with the processor, which rounds the same way.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/float_formats.h>
#include <quantcheck/reference/number/nearest_float.h>

namespace quantcheck::test {

using namespace reference;

namespace {

// Any finite double. All exponents are equally likely.
double any_double(std::mt19937_64& random) {
  double x = std::bit_cast<double>(random());
  while (!std::isfinite(x)) x = std::bit_cast<double>(random());
  return x;
}

TEST(NearestFloat, OfADoubleIsItsConversion) {
  std::mt19937_64 random(1);
  for (int k = 0; k < 20000; ++k) {
    const double x = any_double(random);
    int exponent = 0;
    const double y = std::ldexp(std::frexp(x, &exponent), static_cast<int>(random() % 320) - 170);
    if (std::isinf(static_cast<float>(y))) {
      EXPECT_THROW(nearest_float(exact(y)), Error);
    } else {
      EXPECT_EQ(nearest_float(exact(y)), static_cast<float>(y)) << y;
    }
    EXPECT_EQ(nearest_double(exact(x)), x);
  }
}

TEST(NearestFloat, OfAQuotientOrProductIsTheProcessors) {
  std::mt19937_64 random(2);
  for (int k = 0; k < 20000; ++k) {
    const double a = any_double(random);
    const double b = any_double(random);
    if (b != 0 && std::isfinite(a / b)) {
      EXPECT_EQ(nearest_double(exact(a) / exact(b)), a / b);
    }
    if (std::isfinite(a * b)) {
      EXPECT_EQ(nearest_double(exact(a) * exact(b)), a * b);
    }
  }
}

// Numbers half-way between neighbours, and others so near to half-way that no double shows it.
TEST(NearestFloat, TiesAreEven) {
  std::mt19937_64 random(3);
  const Rational hair = exact(0x1p-1000);
  for (int k = 0; k < 5000; ++k) {
    const auto bits = static_cast<std::uint32_t>(random() % 0x7f7fffff);
    const auto below = std::bit_cast<float>(bits);
    const auto above = std::bit_cast<float>(bits + 1);
    const Rational middle = (exact(static_cast<double>(below)) + exact(static_cast<double>(above))) / 2;
    EXPECT_EQ(nearest_float(middle), bits % 2 == 0 ? below : above);
    EXPECT_EQ(nearest_float(middle - hair), below);
    EXPECT_EQ(nearest_float(middle + hair), above);
    EXPECT_EQ(nearest_float(-middle), bits % 2 == 0 ? -below : -above);
  }
}

// The numbers of a format by their patterns, and between each two neighbours the half-way point and numbers
// beside it that no double tells from it.
void expect_nearest_numbers(FloatFormat format, std::uint64_t last_finite) {
  const Rational hair = exact(0x1p-1000);
  for (std::uint64_t bits = 0; bits < last_finite; ++bits) {
    const double below = *finite_value(format, bits);
    const double above = *finite_value(format, bits + 1);
    const Rational middle = (exact(below) + exact(above)) / 2;
    ASSERT_EQ(nearest_number(exact(below), format), below);
    ASSERT_EQ(nearest_number(middle, format), bits % 2 == 0 ? below : above);
    ASSERT_EQ(nearest_number(middle - hair, format), below);
    ASSERT_EQ(nearest_number(-middle - hair, format), -above);
  }
  const double greatest = *finite_value(format, last_finite);
  const Rational beyond =
      exact(greatest) + (exact(greatest) - exact(*finite_value(format, last_finite - 1))) / 2;
  EXPECT_EQ(nearest_number(beyond - hair, format), greatest);
  EXPECT_EQ(nearest_number(beyond + hair, format), std::nullopt);
  EXPECT_EQ(nearest_number(-beyond - hair, format), std::nullopt);
  EXPECT_EQ(nearest_number(beyond * beyond * beyond, format), std::nullopt);
}

TEST(NearestNumber, IsTheNeighbourByThePatterns) {
  expect_nearest_numbers(FloatFormat::f16, 0x7bff);
  expect_nearest_numbers(FloatFormat::bf16, 0x7f7f);
  expect_nearest_numbers(FloatFormat::f8_e4m3, 0x7e);
  expect_nearest_numbers(FloatFormat::f8_e5m2, 0x7b);
  EXPECT_THROW(nearest_number(exact(1), FloatFormat::f8_e8m0), Error);
}

TEST(NearestNumber, OfAQuotientIsTheProcessors) {
  std::mt19937_64 random(4);
  for (int k = 0; k < 20000; ++k) {
    const double a = any_double(random);
    const double b = any_double(random);
    const auto as_float = [](double x) {
      return static_cast<float>(std::ldexp(x, static_cast<int>(-std::ilogb(x) / 8 * 7)));
    };
    const float x = as_float(a);
    const float y = as_float(b);
    if (y == 0 || !std::isfinite(x) || !std::isfinite(y)) continue;
    const Rational quotient = exact(static_cast<double>(x)) / exact(static_cast<double>(y));
    const float expected = x / y;
    EXPECT_EQ(nearest_number(quotient, FloatFormat::f32),
              std::isfinite(expected) ? std::optional(static_cast<double>(expected)) : std::nullopt);
    if (b != 0 && std::isfinite(a / b)) {
      EXPECT_EQ(nearest_number(exact(a) / exact(b), FloatFormat::f64), a / b);
    }
  }
}

TEST(NearestFloat, EndsAtTheGreatest) {
  constexpr float greatest = std::numeric_limits<float>::max();
  const Rational beyond = exact(0x1.ffffffp127);
  EXPECT_EQ(nearest_float(beyond - exact(1)), greatest);
  EXPECT_THROW(nearest_float(beyond), Error);
  EXPECT_THROW(nearest_float(-beyond), Error);
  EXPECT_THROW(nearest_double(exact(std::numeric_limits<double>::max()) * 2), Error);
  EXPECT_EQ(nearest_double(exact(std::numeric_limits<double>::max()) + 1),
            std::numeric_limits<double>::max());
  EXPECT_EQ(nearest_float(exact(0x1p-150)), 0.0F);
  EXPECT_EQ(nearest_float(exact(0x1.8p-149)), 0x1p-148F);
  EXPECT_EQ(nearest_double(exact(0x1p-1074) * 3 / 4), 0x1p-1074);
  EXPECT_EQ(nearest_double(Rational(0)), 0.0);
}

}  // namespace
}  // namespace quantcheck::test
