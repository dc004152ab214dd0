// Codes of the union of scaled Voronoi codes: those of the reference where float is exact, and true to their
// definition everywhere.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <quantcheck/optimized/e8.h>
#include <quantcheck/optimized/voronoi.h>
#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/nestquant/scaled_codes.h>
#include <quantcheck/tests/support/e8_blocks.h>
#include <quantcheck/tests/support/nested.h>
#include <quantcheck/tests/support/refusal.h>
#include <quantcheck/tests/support/sanitized.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using check::Dice;
using reference::Rational;

constexpr BetaChoice choices[] = {BetaChoice::opt, BetaChoice::first};

ScaledCodes<Rational> exactly(int q, const std::vector<float>& beta) {
  ScaledCodes<Rational> codes;
  codes.q = q;
  for (const float b : beta) codes.beta.push_back(reference::exact(static_cast<double>(b)));
  return codes;
}

// Errors that are multiples of 2^-4 and below 2^8 have exact squares, whose sums are exact too.
TEST(NestedCodes, AreTheReferencesWhereFloatIsExact) {
  Dice dice(1);
  for (int round = 0; round < (sanitized ? 5 : 25); ++round) {
    const int q = static_cast<int>(dice.between(2, 24));
    std::vector<float> beta{0.25F, 0.5F, 1.0F, 2.0F};
    beta.resize(dice.between(1, 4));
    std::vector<float> x = e8_blocks(BlockKind::grained, 60, 8.0F, static_cast<std::uint64_t>(round));
    for (float& value : x) value = std::nearbyint(value * 16) / 16;
    for (const BetaChoice choice : choices) {
      const Nested result = nested_codes(x, {q, beta}, choice);
      for (Index b = 0; b < 60; ++b) {
        const auto expected = reference::encode_block(exact_block(x, b), exactly(q, beta), choice);
        ASSERT_EQ(result.beta_index[b], expected.beta_index) << "q " << q << ", block " << b;
        ASSERT_EQ(result.overload[b] != 0, expected.overload);
        for (Index i = 0; i < 8; ++i) ASSERT_EQ(result.code[8 * b + i], expected.code[i]);
      }
    }
  }
}

std::vector<float> nearest_to_quotients(const std::vector<float>& x, float beta) {
  std::vector<float> y = x;
  for (float& value : y) value /= beta;
  nearest_e8(y, y);
  return y;
}

// The code of each lattice block at one beta, and what it decodes to.
struct OneBeta {
  std::vector<std::uint8_t> code;
  std::vector<float> point;
  std::vector<float> decoded;

  OneBeta(const std::vector<float>& x, int q, float beta)
      : code(x.size()), point(nearest_to_quotients(x, beta)), decoded(x.size()) {
    voronoi_encode(x, q, beta, code);
    std::vector<std::int16_t> twice(x.size());
    voronoi_decode(code, q, twice);
    for (std::size_t k = 0; k < x.size(); ++k) decoded[k] = static_cast<float>(twice[k]) / 2;
  }

  bool overloads(Index b) const {
    return !std::equal(point.begin() + 8 * b, point.begin() + 8 * b + 8, decoded.begin() + 8 * b);
  }
  float squared_error(const std::vector<float>& x, float beta, Index b) const {
    float pair[4];
    for (Index i = 0; i < 4; ++i) {
      const Index at = 8 * b + 2 * i;
      const float even = std::fma(-beta, decoded[at], x[at]);
      const float odd = std::fma(-beta, decoded[at + 1], x[at + 1]);
      pair[i] = std::fma(odd, odd, even * even);
    }
    return (pair[0] + pair[1]) + (pair[2] + pair[3]);
  }
};

TEST(NestedCodes, AreThoseOfTheBetaThatIsAskedFor) {
  Dice dice(2);
  for (int round = 0; round < 60; ++round) {
    const int q = static_cast<int>(dice.between(2, round % 4 == 0 ? 256 : 16));
    std::vector<float> beta;
    for (Index k = dice.between(1, 6); k > 0; --k)
      beta.push_back(beta.empty() ? 0.11F + 0.01F * static_cast<float>(dice.below(30)) : beta.back() * 1.43F);
    const BlockKind kind = all_block_kinds[dice.below(7)];
    const std::vector<float> x = e8_blocks(kind, 150, std::ldexp(1.0F, static_cast<int>(dice.below(8))), 5);
    std::vector<OneBeta> each;
    for (const float b : beta) each.emplace_back(x, q, b);
    const Nested opt = nested_codes(x, {q, beta}, BetaChoice::opt);
    const Nested first = nested_codes(x, {q, beta}, BetaChoice::first);
    for (Index b = 0; b < 150; ++b) {
      std::size_t best = 0;
      for (std::size_t p = 1; p < beta.size(); ++p)
        if (each[p].squared_error(x, beta[p], b) < each[best].squared_error(x, beta[best], b)) best = p;
      ASSERT_EQ(opt.beta_index[b], best) << "q " << q << ", " << name_of(kind) << ", block " << b;
      std::size_t sound = 0;
      while (sound + 1 < beta.size() && each[sound].overloads(b)) ++sound;
      ASSERT_EQ(first.beta_index[b], sound) << "q " << q << ", " << name_of(kind) << ", block " << b;
      ASSERT_EQ(opt.overload[b], each[best].overloads(b) ? 1 : 0);
      ASSERT_EQ(first.overload[b], each[sound].overloads(b) ? 1 : 0);
      for (Index i = 8 * b; i < 8 * b + 8; ++i) {
        ASSERT_EQ(opt.code[i], each[best].code[i]);
        ASSERT_EQ(first.code[i], each[sound].code[i]);
      }
    }
  }
}

TEST(NestedCodes, OfEqualErrorsTheSmallestBeta) {
  const std::vector<float> x(8 * 20);  // zeros are points of every code
  const std::vector<float> beta{0.5F, 1.0F, 3.0F};
  for (const BetaChoice choice : choices) {
    const Nested result = nested_codes(x, {14, beta}, choice);
    EXPECT_EQ(result.beta_index, std::vector<std::uint8_t>(20, 0));
    EXPECT_EQ(result.overload, std::vector<std::uint8_t>(20, 0));
  }
}

TEST(NestedCodes, DecodeToBetaTimesTheirPoints) {
  const std::vector<float> beta{0.21F, 0.37F, 0.9F, 1.7F};
  for (const int q : {3, 14, 200})
    for (const Index blocks : {1, 2, 127, 128, 129, 300}) {
      const std::vector<float> x = e8_blocks(BlockKind::spread, blocks, 3.0F, 6);
      const Nested codes = nested_codes(x, {q, beta}, BetaChoice::opt);
      std::vector<std::int16_t> twice(x.size());
      voronoi_decode(codes.code, q, twice);
      std::vector<float> values(x.size()), of_the_first(x.size());
      nested_decode(codes.code, codes.beta_index, {q, beta}, values);
      nested_decode(codes.code, {}, {q, beta}, of_the_first);
      for (std::size_t k = 0; k < x.size(); ++k) {
        EXPECT_EQ(values[k], beta[codes.beta_index[k / 8]] * (static_cast<float>(twice[k]) / 2));
        EXPECT_EQ(of_the_first[k], beta[0] * (static_cast<float>(twice[k]) / 2));
      }
    }
}

// Powers far from 1, where squares leave the range of float, are among them.
TEST(NestedCodes, OfHugeAndTinyValues) {
  for (const int power : {-120, -60, 60, 100}) {
    const std::vector<float> unit{0.3F, 0.5F, 1.1F};
    std::vector<float> x = e8_blocks(BlockKind::spread, 50, 4.0F, 7);
    std::vector<float> beta = unit;
    const Nested expected = nested_codes(x, {14, unit}, BetaChoice::first);
    for (float& value : x) value = std::ldexp(value, power);
    for (float& value : beta) value = std::ldexp(value, power);
    EXPECT_EQ(nested_codes(x, {14, beta}, BetaChoice::first), expected) << power;
    for (const std::uint8_t p : nested_codes(x, {14, beta}, BetaChoice::opt).beta_index) EXPECT_LT(p, 3);
  }
}

TEST(NestedCodes, RefuseWhatTheyCannotHold) {
  std::vector<float> x = e8_blocks(BlockKind::spread, 40, 1.0F, 8);
  const std::vector<float> beta{0.5F, 4.0F};
  x[8 * 17 + 2] = 0x1p20F;
  for (const BetaChoice choice : choices)
    expect_refusal({"block 17, value 2", "0.5", "2^21"}, [&] { nested_codes(x, {14, beta}, choice); });
  x[8 * 17 + 2] = std::numeric_limits<float>::quiet_NaN();
  expect_refusal({"block 17, value 2"}, [&] { nested_codes(x, {14, beta}, BetaChoice::first); });
}

// For so large a beta some products with coordinates are floats and others are not. An infinity would not be
// the value of a code.
TEST(NestedCodes, DecodeToNoInfinity) {
  const std::vector<float> beta{1.0F, 0x1p125F};
  std::vector<float> x(8 * 300);
  for (std::size_t k = 0; k < x.size(); k += 8) x[k] = 4;
  const Nested codes = nested_codes(x, {14, beta}, BetaChoice::opt);
  std::vector<float> values(x.size());
  const auto decoded = [&](std::vector<std::uint8_t> index) {
    return [&, index] { nested_decode(codes.code, index, {14, beta}, values, {{}, 2}); };
  };
  std::vector<std::uint8_t> index(300);
  EXPECT_NO_THROW(decoded(index)());
  EXPECT_EQ(values, x);
  index[271] = 1;  // 4 * 2^125 = 2^127
  EXPECT_NO_THROW(decoded(index)());
  EXPECT_EQ(values[8 * 271], 0x1p127F);
  const std::vector<float> larger{1.0F, 0x1p126F};
  expect_refusal({"block 271, value 0", "range of float"}, [&] {
    nested_decode(codes.code, index, {14, larger}, values, {{}, 2});
  });
  expect_refusal({"block 0, value 0", "range of float"}, [&] {
    nested_decode(codes.code, {}, {14, std::vector<float>{0x1p126F}}, values);
  });
}

TEST(NestedCodes, RefuseArgumentsThatMakeNoSense) {
  const std::vector<float> x(24);
  const std::vector<float> sound{0.5F, 1.0F};
  const auto encode = [&](int q, const std::vector<float>& beta) {
    nested_codes(x, {q, beta}, BetaChoice::opt);
  };
  EXPECT_EQ(refusal([&] { encode(14, sound); }), "");
  for (const int q : {1, 257}) expect_refusal({"ratio"}, [&] { encode(q, sound); });
  expect_refusal({"0 betas"}, [&] { encode(14, {}); });
  expect_refusal({"257 betas"}, [&] { encode(14, std::vector<float>(257, 1.0F)); });
  expect_refusal({"beta 1", "above"}, [&] { encode(14, {1.0F, 1.0F}); });
  expect_refusal({"beta 0", "positive"}, [&] { encode(14, {-1.0F, 1.0F}); });
  expect_refusal({"beta 1", "finite"}, [&] { encode(14, {1.0F, std::numeric_limits<float>::infinity()}); });

  std::vector<std::uint8_t> code(24), index(3), few(2);
  std::vector<float> values(24);
  expect_refusal({"3 blocks, 2 beta indices"}, [&] {
    nested_encode(x, {14, sound}, BetaChoice::opt, {code, few, index});
  });
  expect_refusal({"3 blocks, 2 overload flags"}, [&] {
    nested_encode(x, {14, sound}, BetaChoice::opt, {code, index, few});
  });
  expect_refusal({"3 blocks, 2 beta indices"}, [&] { nested_decode(code, few, {14, sound}, values); });
  index[2] = 2;
  expect_refusal({"block 2", "beta 2 of 2"}, [&] { nested_decode(code, index, {14, sound}, values); });
  code[9] = 14;
  expect_refusal({"block 1, value 1", "14"}, [&] { nested_decode(code, {}, {14, sound}, values); });
}

}  // namespace
}  // namespace quantcheck::test
