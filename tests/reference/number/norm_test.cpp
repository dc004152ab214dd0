#include <quantcheck/reference/number/norm.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/error.h>
#include <quantcheck/reference/number/matrix.h>

namespace quantcheck::test {
namespace {

using namespace reference;

Vector<Rational> vector_of(std::initializer_list<Rational> values) {
  Vector<Rational> x(static_cast<Index>(values.size()));
  std::copy(values.begin(), values.end(), x.begin());
  return x;
}

TEST(Norm, OfVectorsByHand) {
  EXPECT_EQ(norm_of(vector_of({3, -4})), 5.0f);
  EXPECT_EQ(norm_of(vector_of({0, 0})), 0.0f);
  EXPECT_EQ(norm_of(vector_of({1, 1})), std::sqrt(2.0f));
  EXPECT_EQ(norm_of(vector_of({exact(0x1p-149)})), 0x1p-149f);
}

// The processor's sqrt is rounded correctly, and a square of 50 bits is exact in double.
TEST(Norm, IsRoundedCorrectly) {
  check::Dice dice(1);
  for (int k = 0; k < 2000; ++k) {
    const Code a = dice.below(Code{1} << 25);
    const Code b = dice.below(Code{1} << 25);
    const long double square = static_cast<long double>(a) * a + static_cast<long double>(b) * b;
    EXPECT_EQ(norm_of(vector_of({a, b})), static_cast<float>(std::sqrt(square))) << a << " " << b;
  }
}

TEST(Norm, TiesGoToTheEvenFloat) {
  const Rational tie = (Code{1} << 24) + 1;
  const Rational little(1, 1 << 20);
  EXPECT_EQ(norm_of(vector_of({tie})), 0x1p24f);
  EXPECT_EQ(norm_of(vector_of({Rational(tie + 2)})), 0x1p24f + 4);
  EXPECT_EQ(norm_of(vector_of({tie, little})), 0x1p24f + 2);
  EXPECT_EQ(norm_of(vector_of({exact(0x3p-150)})), 0x1p-148f);
}

TEST(Norm, WhatFloat32CannotHoldIsRefused) {
  const Rational largest = exact(static_cast<double>(std::numeric_limits<float>::max()));
  const Rational half_a_unit = exact(0x1p103);
  EXPECT_EQ(norm_of(vector_of({Rational(largest + half_a_unit - 1)})), std::numeric_limits<float>::max());
  EXPECT_THROW(norm_of(vector_of({Rational(largest + half_a_unit)})), Error);
  EXPECT_THROW(norm_of(vector_of({exact(0x1p-150)})), Error);
  EXPECT_EQ(norm_of(vector_of({exact(0x1.01p-150)})), 0x1p-149f);
}

}  // namespace
}  // namespace quantcheck::test
