#include <quantcheck/tests/support/e8_points.h>

#include <quantcheck/proofs_check/problems/block_problem.h>

namespace quantcheck::test {

using check::Dice;
using reference::Block;
using reference::E8Point;
using reference::Rational;

E8Point random_e8_point(Dice& dice, Code size) {
  Block<Code> twice;
  const Code coset = dice.below(2);
  Code sum = 0;
  for (Code& c : twice) {
    c = 2 * dice.between(-size, size) + coset;
    sum += c;
  }
  if (sum % 4 != 0) twice[0] -= 2;
  return {twice};
}

Block<Rational> random_point(Dice& dice) {
  const E8Point origin = random_e8_point(dice, dice.pick<Code>({1, 20, 1 << 20, Code{1} << 40}));
  Block<Rational> x = check::values_of(origin);
  const Index kind = dice.below(5);
  if (kind == 0) {  // the mean of the origin and some neighbours, in the cell or on its boundary
    const Index neighbours = dice.between(1, 4);
    for (Index k = 0; k < neighbours; ++k) {
      const auto& vectors = reference::e8_minimal_vectors();
      const E8Point& neighbour = vectors[dice.below(std::ssize(vectors))];
      for (std::size_t i = 0; i < 8; ++i) x[i] += Rational(neighbour.twice[i], 2 * neighbours + 2);
    }
  } else if (kind == 1) {  // a deep hole, farthest from E8: half of a vector of norm^2 4
    x[dice.below(8)] += dice.pick({-1, 1});
  } else if (kind == 2) {  // a shallow hole: a third of a vector of norm^2 8
    const Index long_one = dice.below(8);
    for (Index i = 0; i < 8; ++i) x[i] += Rational((i == long_one ? 5 : 1) * dice.pick({-1, 1}), 6);
  } else {
    const Code denominator = dice.pick<Code>({1, 2, 4, 6, 10, 1 << 20});
    for (Rational& value : x) value += Rational(dice.between(-2 * denominator, 2 * denominator), denominator);
  }
  if (dice.chance(30)) x[dice.below(8)] += Rational(dice.pick({-1, 1}), Code{1} << 62) / 256;
  return x;
}

}  // namespace quantcheck::test
