// Conversion to the nearest float, compared with the processor, which rounds the same way.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

#include <quantcheck/reference/error.h>
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
