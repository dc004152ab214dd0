// Lattice blocks encoded in the union of scaled codes, checked against the definition.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <quantcheck/reference/nestquant/scaled_codes.h>
#include <quantcheck/tests/support/e8_points.h>
#include <quantcheck/tests/support/generators.h>

namespace quantcheck::test {
namespace {

using namespace reference;

ScaledCodes<Rational> random_codes(Dice& dice) {
  ScaledCodes<Rational> codes{dice.pick<Code>({2, 3, 4, 14, 16}), {}};
  Rational beta = 0;
  for (Index k = dice.between(1, 5); k > 0; --k)
    codes.beta.push_back(beta += Rational(dice.between(1, 20), 5 * codes.q));
  return codes;
}

CellRepair random_repair(Dice& dice) { return dice.chance(20) ? first_coordinate : farthest<Code>; }

Block<Rational> random_values(Dice& dice) {
  Block<Rational> x;
  for (Rational& value : x) value = Rational(dice.between(-30, 30), 8);
  return x;
}

Rational squared_distance(const Block<Rational>& a, const Block<Rational>& b) {
  Rational sum = 0;
  for (std::size_t i = 0; i < 8; ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum;
}

RC_GTEST_PROP(ScaledCodes, OptTakesTheLeastError, ()) {
  Dice dice(*seeds());
  const ScaledCodes<Rational> codes = random_codes(dice);
  const CellRepair repair = random_repair(dice);
  const Block<Rational> x = random_values(dice);
  const NestedBlock<Rational> block = encode_block(x, codes, BetaChoice::opt, repair);
  const Block<Rational> decoded = decode_block(block.code, block.beta_index, codes, repair);
  RC_ASSERT(block.squared_error == squared_distance(x, decoded));
  for (Index p = 0; p < std::ssize(codes.beta); ++p) {
    const NestedBlock<Rational> other = encode_block(x, p, codes, repair);
    RC_ASSERT(block.squared_error <= other.squared_error);
    if (p < block.beta_index) RC_ASSERT(block.squared_error < other.squared_error);
  }
}

// A lattice block that is not flagged has its nearest point itself, so its error is that of the lattice.
RC_GTEST_PROP(ScaledCodes, FirstTakesTheFirstThatRoundTrips, ()) {
  Dice dice(*seeds());
  const ScaledCodes<Rational> codes = random_codes(dice);
  const CellRepair repair = random_repair(dice);
  const Block<Rational> x = random_values(dice);
  const NestedBlock<Rational> block = encode_block(x, codes, BetaChoice::first, repair);
  for (Index p = 0; p < block.beta_index; ++p) RC_ASSERT(encode_block(x, p, codes, repair).overload);
  RC_ASSERT(!block.overload || block.beta_index == std::ssize(codes.beta) - 1);
  RC_ASSERT(block.overload == encode_block(x, block.beta_index, codes, repair).overload);

  const Rational& beta = codes.beta[block.beta_index];
  Block<Rational> scaled;
  for (std::size_t i = 0; i < 8; ++i) scaled[i] = x[i] / beta;
  const Rational lattice_error = nearest_in_coset(scaled, Rational(1), 0).squared_distance;
  const Rational other_error = nearest_in_coset(scaled, Rational(1), 1).squared_distance;
  const Rational least = beta * beta * std::min(lattice_error, other_error);
  RC_ASSERT(block.squared_error >= least);
  if (!block.overload) RC_ASSERT(block.squared_error == least);
}

TEST(ScaledCodes, BetasThatDoNotAscendAreRefused) {
  const Block<Rational> x = {};
  for (const std::vector<Rational>& beta :
       {std::vector<Rational>{}, {0}, {-1}, {Rational(1), Rational(1)}, {Rational(2), Rational(1)}})
    EXPECT_THROW(encode_block(x, {14, beta}, BetaChoice::opt), Error);
  EXPECT_THROW(encode_block(x, {1, {Rational(1)}}, BetaChoice::first), Error);
}

}  // namespace
}  // namespace quantcheck::test
