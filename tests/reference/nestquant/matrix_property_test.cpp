// Encoded rows, their decoding and their inner products.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <quantcheck/reference/nestquant/product.h>
#include <quantcheck/reference/number/matrix.h>
#include <quantcheck/reference/number/norm.h>
#include <quantcheck/tests/support/generators.h>
#include <quantcheck/tests/support/random_matrix.h>

namespace quantcheck::test {
namespace {

using namespace reference;

ScaledCodes<Rational> codes_of(Dice& dice) {
  const Code q = dice.pick<Code>({3, 8, 14});
  return {q, {Rational(3, q), Rational(5, q), Rational(18, q)}};
}

struct Encoded {
  Vector<Rational> x;
  NestedRow<Rational> row;
};

Encoded random_row(Dice& dice, const Matrix<Code>& h, const ScaledCodes<Rational>& codes) {
  Encoded result;
  result.x = random_matrix(dice, h.rows(), 1);
  if (dice.chance(10)) result.x.setConstant(Rational(0));
  const Rational norm = exact(static_cast<double>(norm_of(result.x)));
  result.row = encode_row(result.x, norm, h, codes, dice.pick({BetaChoice::opt, BetaChoice::first}));
  return result;
}

Matrix<Code> random_rotation(Dice& dice) { return hadamard(dice.pick<Index>({1, 2, 4, 8, 16, 12, 20, 24})); }

RC_GTEST_PROP(NestedMatrix, TheInnerProductIsThatOfTheDecodedRows, ()) {
  Dice dice(*seeds());
  const Matrix<Code> h = random_rotation(dice);
  const ScaledCodes<Rational> codes = codes_of(dice);
  const ScaledCodes<Rational> other_codes = codes_of(dice);
  const Encoded a = random_row(dice, h, codes);
  const Encoded b = random_row(dice, h, other_codes);
  const Rational product = inner_product(a.row, codes, b.row, other_codes);
  RC_ASSERT(product == decode_row(a.row, h, codes).dot(decode_row(b.row, h, other_codes)));
  RC_ASSERT(matrix_product<Rational>({a.row, a.row}, codes, {b.row}, other_codes)(1, 0) == product);
}

// The rotation is orthonormal, so errors are as large after it is undone.
RC_GTEST_PROP(NestedMatrix, TheErrorOfARowIsThatOfItsValues, ()) {
  Dice dice(*seeds());
  const Matrix<Code> h = random_rotation(dice);
  const ScaledCodes<Rational> codes = codes_of(dice);
  const Encoded a = random_row(dice, h, codes);
  const Vector<Rational> error = a.x - decode_row(a.row, h, codes);
  if (a.row.norm == 0) {
    RC_ASSERT(error == Vector<Rational>(0 * a.x));
    return;
  }
  const Vector<Rational> value_error = normalised(a.x, a.row.norm, h) - decode_values(a.row, codes);
  const Index n = h.rows();
  RC_ASSERT(error.dot(error) * n == a.row.norm * a.row.norm * value_error.dot(value_error));
  Rational of_blocks = 0;
  for (const NestedBlock<Rational>& block : a.row.blocks) of_blocks += block.squared_error;
  RC_ASSERT(of_blocks >= value_error.dot(value_error));
  if (n % 8 == 0) RC_ASSERT(of_blocks == value_error.dot(value_error));
}

TEST(NestedMatrix, ValuesHaveTheMeanSquareOne) {
  const Vector<Rational> x{{Rational(3), Rational(0), Rational(-4), Rational(0)}};
  const Vector<Rational> values = normalised(x, Rational(5), hadamard(4));
  EXPECT_EQ(values.dot(values), 4);
}

TEST(NestedMatrix, ATailIsPaddedWithZeros) {
  const ScaledCodes<Rational> codes{14, {Rational(1, 2)}};
  Vector<Rational> values = Vector<Rational>::Constant(11, Rational(1));
  const NestedRow<Rational> row = encode_values(values, Rational(1), codes, BetaChoice::opt);
  ASSERT_EQ(row.blocks.size(), 2u);
  const Block<Rational> tail{1, 1, 1, 0, 0, 0, 0, 0};
  EXPECT_EQ(row.blocks[1].code, encode_block(tail, codes, BetaChoice::opt).code);
  EXPECT_EQ(decode_values(row, codes), values);
}

TEST(NestedMatrix, RowsOfDifferentLengthsHaveNoInnerProduct) {
  const ScaledCodes<Rational> codes{14, {Rational(1)}};
  const auto row = [&](Index n) {
    return encode_values(Vector<Rational>(Vector<Rational>::Constant(n, Rational(1))), Rational(1), codes,
                         BetaChoice::opt);
  };
  EXPECT_THROW(inner_product(row(8), codes, row(9), codes), Error);
}

}  // namespace
}  // namespace quantcheck::test
