// Sums without rounding, beside those in rationals.
#include <quantcheck/proofs_check/exact/exact_sum.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <quantcheck/proofs_check/problems/dice.h>

namespace quantcheck::test {
namespace {

using check::Dice;
using check::ExactSum;
using reference::exact;
using reference::Rational;

double some_number(Dice& dice, int exponent) {
  const double mantissa = static_cast<double>(dice.between(-(Index{1} << 53), Index{1} << 53));
  return std::ldexp(mantissa, static_cast<int>(dice.between(-exponent, exponent)) - 53);
}

TEST(ExactSum, IsThatOfRationals) {
  Dice dice(1);
  for (const int exponent : {2, 100, 1000}) {
    ExactSum sum;
    ExactSum other;
    Rational expected = 0;
    for (int k = 0; k < 400; ++k) {
      const double x = some_number(dice, exponent);
      const double y = k % 7 == 0 ? x : some_number(dice, exponent);
      const double z = some_number(dice, k % 2 == 0 ? 2 : exponent / 2);
      sum.add(x);
      other.add_square_of_difference(x, y);
      other.add_square_of_difference(x, y / 2, z);
      const Rational a = exact(x) - exact(y);
      const Rational b = exact(x) - exact(y / 2) * exact(z);
      expected += exact(x) + a * a + b * b;
    }
    sum.add(other);
    EXPECT_EQ(sum.value(), expected) << exponent;
  }
}

TEST(ExactSum, HoldsTheEndsOfDouble) {
  ExactSum sum;
  for (int k = 0; k < 1000; ++k) sum.add(std::numeric_limits<double>::max());
  sum.add(-std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(sum.value(), 1000 * exact(std::numeric_limits<double>::max()) -
                             exact(std::numeric_limits<double>::denorm_min()));
}

}  // namespace
}  // namespace quantcheck::test
