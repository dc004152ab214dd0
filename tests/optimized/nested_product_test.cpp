// Products computed from codes: compared bit for bit with the specification, and within the bound with exact
// ones.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include <quantcheck/optimized/hadamard.h>
#include <quantcheck/optimized/nested_product.h>
#include <quantcheck/reference/nestquant/product.h>
#include <quantcheck/tests/support/e8_blocks.h>
#include <quantcheck/tests/support/nested.h>
#include <quantcheck/tests/support/plain_nested.h>
#include <quantcheck/tests/support/sanitized.h>

namespace quantcheck::test {
namespace {

using namespace optimized;
using reference::exact;
using reference::Rational;

std::vector<float> product(const NestedMatrix& x, const NestedMatrix& w) {
  std::vector<float> y(x.rows() * w.rows());
  multiply(x, w, {y.data(), x.rows(), w.rows(), w.rows()});
  return y;
}

void expect_as_specified(const NestedMatrix& x, const NestedMatrix& w) {
  const std::vector<float> y = product(x, w);
  for (Index r = 0; r < x.rows(); ++r)
    for (Index s = 0; s < w.rows(); ++s)
      ASSERT_EQ(y[r * w.rows() + s], plain_product(x, r, w, s)) << r << ' ' << s;
}

class Ratios : public testing::TestWithParam<Code> {};

TEST_P(Ratios, AreAsSpecified) {
  const Code q = GetParam();
  check::Dice dice(static_cast<std::uint64_t>(q));
  for (const Index cols : {1, 7, 8, 12, 128, 133, 264, 520})
    for (const Index betas : {1, 4, 5, 16}) {
      SCOPED_TRACE(std::to_string(cols) + " columns, " + std::to_string(betas) + " betas");
      expect_as_specified(random_codes(dice, dice.pick<Index>({1, 3, 5, 17}), cols, q, betas),
                          random_codes(dice, dice.pick<Index>({1, 16, 65}), cols, q, betas));
    }
}

// The ratios on both sides of each change: from four bits to eight for a code, and from one byte to two for a
// coordinate.
INSTANTIATE_TEST_SUITE_P(OfCodes, Ratios,
                         testing::Values(2, 3, 4, 5, 7, 8, 12, 14, 15, 16, 17, 28, 29, 30, 31, 32, 63, 64,
                                         127, 128, 255, 256),
                         testing::PrintToStringParamName());

TEST(NestedProduct, OfDifferentSchemes) {
  check::Dice dice(1);
  for (const auto& [q, other] : {std::pair{14, 16}, {3, 30}, {16, 17}, {14, 200}, {31, 8}})
    expect_as_specified(random_codes(dice, 6, 100, q, 4), random_codes(dice, 70, 100, other, 9));
}

// Strips of rows and groups of strips that are not full occur on both sides.
TEST(NestedProduct, OfManyRows) {
  check::Dice dice(2);
  for (const Index rows : {2, 4, 63, 64, 66, 129, 300})
    for (const Index others : {1, 64, 130}) {
      SCOPED_TRACE(std::to_string(rows) + " x " + std::to_string(others));
      const Index cols = 20;
      expect_as_specified(random_codes(dice, rows, cols, 14, 4), random_codes(dice, others, cols, 14, 4));
    }
}

// The inner products with a basis of the lattice tell each point from all others.
TEST(NestedProduct, DecodesEveryCodeOfSmallRatios) {
  std::vector<std::uint8_t> basis(64, 0);
  for (Index i = 0; i < 8; ++i) basis[9 * i] = 1;
  const NestedMatrix x = NestedMatrix::pack(8, 8, {16, {1.0F}}, basis, std::vector<std::uint8_t>(8, 0),
                                            std::vector<float>(8, 8.0F));
  for (Index i = 0; i < 8; ++i) ASSERT_EQ(points_of(x, i).front(), reference::e8_generator()[i]);
  for (const Code q : {2, 3, sanitized ? 3 : 4}) {
    Index count = 1;
    for (int i = 0; i < 8; ++i) count *= q;
    std::vector<std::uint8_t> codes;
    for (Index code = 0; code < count; ++code)
      for (Index i = 0, rest = code; i < 8; ++i, rest /= q)
        codes.push_back(static_cast<std::uint8_t>(rest % q));
    const NestedMatrix all = NestedMatrix::pack(
        count, 8, {q, {1.0F}}, codes, std::vector<std::uint8_t>(count, 0), std::vector<float>(count, 4.0F));
    const std::vector<float> y = product(x, all);
    for (Index code = 0; code < count; ++code) {
      const reference::E8Point point = points_of(all, code).front();
      for (Index i = 0; i < 8; ++i)
        ASSERT_EQ(y[i * count + code], static_cast<float>(reference::four_times_inner_product(
                                           reference::e8_generator()[i], point)))
            << q << ' ' << code;
    }
  }
}

TEST(NestedProduct, IsWithinItsBoundOfTheExactOne) {
  check::Dice dice(4);
  for (int k = 0; k < (sanitized ? 10 : 60); ++k) {
    const Index cols = dice.pick<Index>({1, 8, 30, 128, 400});
    const NestedMatrix x = random_codes(dice, 2, cols, dice.pick<Code>({3, 14, 16, 100}), 4);
    const NestedMatrix w = random_codes(dice, 2, cols, 14, 3);
    const std::vector<float> y = product(x, w);
    const auto x_scheme = exact_scheme(x.scheme());
    const auto w_scheme = exact_scheme(w.scheme());
    Rational growth = 1;
    for (Index b = 0; b < x.blocks() + 3; ++b) growth *= 1 + exact(0x1p-24);
    for (Index r = 0; r < 2; ++r)
      for (Index s = 0; s < 2; ++s) {
        const auto left = exact_row(x, r);
        const auto right = exact_row(w, s);
        Rational size = 0;
        for (Index b = 0; b < x.blocks(); ++b) {
          Code dot = 0;
          for (Index i = 0; i < 8 && 8 * b + i < cols; ++i)
            dot += points_of(x, r)[b].twice[i] * points_of(w, s)[b].twice[i];
          size += x_scheme.beta[x.index(r, b)] * w_scheme.beta[w.index(s, b)] * Rational(std::abs(dot));
        }
        size *= left.norm * right.norm / Rational(4 * cols);
        const Rational expected = reference::inner_product(left, x_scheme, right, w_scheme);
        const Rational actual = exact(static_cast<double>(y[r * 2 + s]));
        ASSERT_LE(abs(Rational(actual - expected)), (growth - 1) * size + exact(0x1p-149));
      }
  }
}

// Rows of normal values that are rotated, encoded and packed. The loss in an inner product is a share of |x|
// |w| / sqrt(n).
NestedMatrix quantized(const std::vector<float>& values, Index rows, Index cols) {
  const std::vector<float> betas{3.47F / 14, 4.74F / 14, 6.90F / 14, 18.11F / 14};
  std::vector<float> rotated(values.size());
  const std::vector<float> norms =
      normalise_rows({values.data(), rows, cols, cols}, {rotated.data(), rows, cols, cols});
  const Nested codes = nested_codes(rotated, {14, betas}, BetaChoice::opt);
  return NestedMatrix::pack(rows, cols, {14, betas}, codes.code, codes.beta_index, norms);
}

TEST(NestedProduct, OfWhatWasEncodedIsNearTheProductOfTheRows) {
  constexpr Index rows = 6, others = 9, cols = 256;
  const std::vector<float> x = e8_blocks(BlockKind::spread, rows * cols / 8, 1.0F, 1);
  const std::vector<float> w = e8_blocks(BlockKind::spread, others * cols / 8, 0.04F, 2);
  const std::vector<float> y = product(quantized(x, rows, cols), quantized(w, others, cols));
  for (Index r = 0; r < rows; ++r)
    for (Index s = 0; s < others; ++s) {
      double expected = 0, x_norm = 0, w_norm = 0;
      for (Index i = 0; i < cols; ++i) {
        const double a = static_cast<double>(x[r * cols + i]), b = static_cast<double>(w[s * cols + i]);
        expected += a * b;
        x_norm += a * a;
        w_norm += b * b;
      }
      // The error of each side is 1 / 155 of its variance. Five standard deviations are allowed.
      EXPECT_NEAR(y[r * others + s], expected,
                  5 * std::sqrt(x_norm * w_norm * (2.0 / 155) / static_cast<double>(cols)));
    }
}

TEST(NestedProduct, RefusesShapesAndWhatFloatCannotHold) {
  check::Dice dice(5);
  const NestedMatrix x = random_codes(dice, 3, 16, 14, 2);
  const NestedMatrix w = random_codes(dice, 5, 16, 14, 2);
  std::vector<float> y(40);
  EXPECT_THROW(multiply(x, random_codes(dice, 5, 17, 14, 2), {y.data(), 3, 5, 5}), Error);
  EXPECT_THROW(multiply(x, w, {y.data(), 5, 3, 5}), Error);
  EXPECT_THROW(multiply(x, w, {y.data(), 3, 5, 4}), Error);
  EXPECT_THROW(multiply(x, w, {nullptr, 3, 5, 5}), Error);

  const std::vector<std::uint8_t> codes{0, 0, 0, 0, 0, 0, 0, 1};
  const auto one = [&](float norm) {
    return NestedMatrix::pack(1, 8, {4, {1.0F}}, codes, std::vector<std::uint8_t>{0}, {norm});
  };
  const float most = std::numeric_limits<float>::max();
  multiply(one(most), one(1), {y.data(), 1, 1, 1});
  EXPECT_EQ(y[0], most / 4);  // the point is (1/2, ..., 1/2)
  EXPECT_THROW(multiply(one(most), one(8), {y.data(), 1, 1, 1}), Error);
  EXPECT_THROW(multiply(one(most), one(most), {y.data(), 1, 1, 1}), Error);
  multiply(one(most), one(0x1p-149F), {y.data(), 1, 1, 1});
  EXPECT_EQ(y[0], most * 0x1p-149F / 4);
}

}  // namespace
}  // namespace quantcheck::test
