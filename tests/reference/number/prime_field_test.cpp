// The field of p elements: tested exhaustively for small p, and compared with big integers for large ones.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>
#include <sstream>
#include <thread>
#include <vector>

#include <quantcheck/reference/hessian/udu.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/prime_field.h>
#include <quantcheck/tests/support/generators.h>
#include <quantcheck/tests/support/random_prime.h>

namespace quantcheck::test {
namespace {

using namespace reference;

using Modulus = PrimeField::Modulus;

std::vector<PrimeField> every_element(int p) {
  std::vector<PrimeField> elements;
  elements.reserve(p);
  for (int i = 0; i < p; ++i) elements.emplace_back(i);
  return elements;
}

// n - p floor(n / p).
std::uint64_t residue(const Integer& n, std::uint64_t p) {
  const Integer remainder = n % Integer(p);
  return static_cast<std::uint64_t>(remainder < 0 ? Integer(remainder + p) : remainder);
}

TEST(PrimeField, IsAField) {
  for (const int p : {2, 3, 7, 13}) {
    const Modulus scope(p);
    const std::vector<PrimeField> elements = every_element(p);
    for (const PrimeField a : elements) {
      ASSERT_EQ(a + 0, a);
      ASSERT_EQ(a * 1, a);
      ASSERT_EQ(a + -a, 0);
      if (a != 0) {
        ASSERT_EQ(a * (PrimeField(1) / a), 1);
      }
      for (const PrimeField b : elements) {
        ASSERT_EQ(a + b, b + a);
        ASSERT_EQ(a * b, b * a);
        ASSERT_EQ(a - b, a + -b);
        if (b != 0) {
          ASSERT_EQ(a / b * b, a);
        }
        for (const PrimeField c : elements) {
          ASSERT_EQ((a + b) + c, a + (b + c));
          ASSERT_EQ((a * b) * c, a * (b * c));
          ASSERT_EQ(a * (b + c), a * b + a * c);
        }
      }
    }
  }
}

TEST(PrimeField, IsThatOfTheIntegers) {
  for (const int p : {2, 3, 7, 13}) {
    const Modulus scope(p);
    for (int a = -3 * p; a <= 3 * p; ++a) {
      ASSERT_EQ(PrimeField(a).representative(), residue(a, p));
      ASSERT_EQ((-PrimeField(a)).representative(), residue(-a, p));
      for (int b = -p; b <= p; ++b) {
        ASSERT_EQ((PrimeField(a) + PrimeField(b)).representative(), residue(a + b, p));
        ASSERT_EQ((PrimeField(a) - PrimeField(b)).representative(), residue(a - b, p));
        ASSERT_EQ((PrimeField(a) * PrimeField(b)).representative(), residue(a * b, p));
      }
    }
  }
}

// A residue that is often near an end of the range, such as 0, 1 or p - 1.
std::int64_t random_residue(Dice& dice, std::uint64_t p) {
  const auto last = static_cast<Index>(p) - 1;
  return dice.chance(30) ? dice.pick<Index>({0, 1, 2, last, last - 1, last / 2, last / 2 + 1})
                         : dice.between(0, last);
}

RC_GTEST_PROP(PrimeField, OfLargePrimesIsThatOfBigIntegers, ()) {
  Dice dice(*seeds());
  const std::uint64_t greatest = (std::uint64_t{1} << 62) - 57;
  const std::uint64_t p = dice.chance(20) ? greatest : random_prime(dice);
  const Modulus scope(p);
  for (int i = 0; i < 10; ++i) {
    const std::int64_t m = random_residue(dice, p);
    const std::int64_t n = random_residue(dice, p);
    const PrimeField a = m;
    const PrimeField b = n;
    RC_ASSERT(a.representative() == static_cast<std::uint64_t>(m));
    RC_ASSERT((-a).representative() == residue(Integer(-Integer(m)), p));
    RC_ASSERT((a + b).representative() == residue(Integer(m) + n, p));
    RC_ASSERT((a - b).representative() == residue(Integer(m) - n, p));
    RC_ASSERT((a * b).representative() == residue(Integer(m) * n, p));
    RC_ASSERT((a < b) == (m < n));
    if (n == 0) continue;
    // By Fermat's little theorem b^-1 = b^(p-2).
    const Integer reciprocal = powm(Integer(n), Integer(p - 2), Integer(p));
    RC_ASSERT((a / b).representative() == residue(Integer(m) * reciprocal, p));
  }
}

RC_GTEST_PROP(PrimeField, CompoundAssignmentsAreTheOperators, ()) {
  Dice dice(*seeds());
  const std::uint64_t p = random_prime(dice);
  const Modulus scope(p);
  const PrimeField a = random_residue(dice, p);
  const PrimeField b = random_residue(dice, p);
  PrimeField c = a;
  RC_ASSERT((c += b) == a + b);
  RC_ASSERT((c -= b) == a);
  RC_ASSERT((c *= b) == a * b);
  RC_PRE(b != 0);
  RC_ASSERT((c /= b) == a);
}

TEST(PrimeField, TakesAnyIntegerOf64Bits) {
  constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t greatest = std::numeric_limits<std::int64_t>::max();
  for (const std::uint64_t p :
       {std::uint64_t{2}, std::uint64_t{7}, (std::uint64_t{1} << 61) - 1, (std::uint64_t{1} << 62) - 57}) {
    const Modulus scope(p);
    const auto prime = static_cast<std::int64_t>(p);
    for (const std::int64_t n : {least, least + 1, -prime - 1, -prime, 1 - prime, std::int64_t{-1}, prime - 1,
                                 prime, prime + 1, greatest - 1, greatest})
      EXPECT_EQ(PrimeField(n).representative(), residue(n, p)) << n << " modulo " << p;
    for (const int n : {std::numeric_limits<int>::min(), -1, 0, std::numeric_limits<int>::max()})
      EXPECT_EQ(PrimeField(n).representative(), residue(n, p)) << n << " modulo " << p;
  }
}

TEST(PrimeField, ScopesNest) {
  const Modulus outer(13);
  EXPECT_EQ(PrimeField(20).representative(), 7);
  {
    const Modulus inner(7);
    EXPECT_EQ(PrimeField(20).representative(), 6);
    EXPECT_EQ(PrimeField::modulus(), 7);
  }
  EXPECT_EQ(PrimeField(20).representative(), 7);
  try {
    const Modulus inner(7);
    PrimeField(1) / PrimeField(7);
    FAIL();
  } catch (const Error&) {
    EXPECT_EQ(PrimeField::modulus(), 13);
  }
  EXPECT_THROW(Modulus(0), Error);
  EXPECT_EQ(PrimeField::modulus(), 13);
}

TEST(PrimeField, AModulusBelongsToItsThread) {
  const Modulus scope(13);
  std::thread([] {
    EXPECT_THROW(PrimeField::modulus(), Error);
    const Modulus other(7);
    EXPECT_EQ(PrimeField(13), -1);
  }).join();
  EXPECT_EQ(PrimeField(13), 0);
}

TEST(PrimeField, RefusesToWorkWithoutAModulus) {
  PrimeField x;
  {
    const Modulus scope(7);
    x = 3;
  }
  EXPECT_THROW(PrimeField(1), Error);
  EXPECT_THROW(-x, Error);
  EXPECT_THROW(x + x, Error);
  EXPECT_THROW(x - x, Error);
  EXPECT_THROW(x * x, Error);
  EXPECT_THROW(x / x, Error);
  EXPECT_EQ(PrimeField().representative(), 0);
}

TEST(PrimeField, RefusesModuliOutOfRange) {
  for (const std::uint64_t p : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 62,
                                std::numeric_limits<std::uint64_t>::max()})
    EXPECT_THROW(Modulus{p}, Error) << p;
}

TEST(PrimeField, RefusesToDivideByZero) {
  for (const std::uint64_t p : {std::uint64_t{2}, std::uint64_t{7}, (std::uint64_t{1} << 61) - 1}) {
    const Modulus scope(p);
    for (const int n : {0, 1}) {
      EXPECT_THROW(PrimeField(n) / PrimeField(0), Error);
      EXPECT_THROW(PrimeField(n) / PrimeField(static_cast<std::int64_t>(p)), Error);
      PrimeField x = n;
      EXPECT_THROW(x /= 0, Error);
    }
  }
  // Modulo a composite number its divisors have no inverse.
  const Modulus scope(15);
  EXPECT_THROW(PrimeField(1) / PrimeField(6), Error);
}

TEST(PrimeField, IsOrderedByRepresentatives) {
  const Modulus scope(7);
  for (int i = 0; i < 7; ++i) {
    EXPECT_EQ(PrimeField(i) > PrimeField(0), i != 0);
    EXPECT_EQ(approximate(PrimeField(i)), i);
    for (int j = 0; j < 7; ++j) {
      EXPECT_EQ(PrimeField(i) < PrimeField(j), i < j);
      EXPECT_EQ(PrimeField(i) >= PrimeField(j), i >= j);
    }
  }
}

TEST(PrimeField, RationalsAreReduced) {
  const Modulus scope(7);
  EXPECT_EQ(reduced(Rational(3)), 3);
  EXPECT_EQ(reduced(Rational(-1, 2)), 3);  // 2 * 3 = 6 = -1 modulo 7
  EXPECT_EQ(reduced(Rational(14, 3)), 0);
  EXPECT_EQ(reduced(Rational(7, 14)), 4);
  EXPECT_EQ(reduced(exact(0x1p300)), 1);  // 2^3 = 1 modulo 7
  EXPECT_THROW(reduced(Rational(1, 7)), Error);
}

TEST(PrimeField, APivotThatVanishesIsRefused) {
  const Modulus scope(7);
  // From the last variable: D_2 = 2, and D_1 = 4 - 1 / 2 = 0, as 4 * 2 = 1.
  const Matrix<PrimeField> hessian{{PrimeField(4), PrimeField(1)}, {PrimeField(1), PrimeField(2)}};
  try {
    udu(hessian);
    FAIL();
  } catch (const NotPositiveDefinite& error) {
    EXPECT_EQ(error.index, 0);
    EXPECT_TRUE(error.zero);
  }
}

TEST(PrimeField, MatricesOfItAreMultipliedAndShown) {
  const Modulus scope(7);
  const Matrix<PrimeField> a = Matrix<PrimeField>::Constant(40, 40, PrimeField(3));
  EXPECT_EQ(a * a, Matrix<PrimeField>::Constant(40, 40, PrimeField(40 * 9)));
  EXPECT_EQ(Matrix<PrimeField>(a - a), Matrix<PrimeField>::Zero(40, 40));
  EXPECT_EQ(Matrix<PrimeField>::Identity(40, 40) * a, a);
  std::ostringstream stream;
  stream << Matrix<PrimeField>{{PrimeField(8), PrimeField(-1)}};
  EXPECT_EQ(stream.str(), "1 6");
}

}  // namespace
}  // namespace quantcheck::test
