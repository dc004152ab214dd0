#include <quantcheck/proofs_check/problems/block_problem.h>

#include <algorithm>
#include <ostream>

#include <quantcheck/proofs_check/problems/dice.h>
#include <quantcheck/reference/number/rational.h>

namespace quantcheck::check {

using reference::Block;
using reference::E8Point;
using reference::Rational;

Block<Rational> values_of(const E8Point& point) {
  Block<Rational> values;
  for (std::size_t i = 0; i < 8; ++i) values[i] = Rational(point.twice[i], 2);
  return values;
}

namespace {

template <class T>
const T& any_of(const std::vector<T>& values, Dice& dice) {
  return values[dice.below(std::ssize(values))];
}

Block<Rational> scaled(Block<Rational> x, const Rational& factor) {
  for (Rational& value : x) value *= factor;
  return x;
}

const E8Point& random_root(Dice& dice) { return any_of(reference::e8_minimal_vectors(), dice); }

// A point in the face common to the cells of 0 and of r, a minimal vector: the mean of `corners` deep holes
// of that face, some of them perhaps the same. A deep hole is half of a vector of norm^2 4, such as the sum
// of r and a minimal vector orthogonal to it. The fewer corners there are, the smaller is the face that has
// the point inside, down to edges and vertices.
Block<Rational> random_face_point(Dice& dice, Index corners) {
  const E8Point& r = random_root(dice);
  E8Point sum;
  for (Index corner = 0; corner < corners;) {
    const E8Point& s = random_root(dice);
    if (four_times_inner_product(r, s) != 0) continue;
    sum = sum + r + s;
    ++corner;
  }
  return scaled(values_of(sum), Rational(1, 2 * corners));
}

// A point as near to 0 as to up to eight minimal vectors at angles of 60 degrees to each other: the centre of
// the simplex that these points form. With all nine of them it is a shallow hole.
Block<Rational> random_simplex_centre(Dice& dice) {
  std::vector<E8Point> candidates = reference::e8_minimal_vectors();
  E8Point sum;
  Index points = 1;
  for (const Index wanted = dice.chance(40) ? 9 : dice.between(2, 8); points < wanted && !candidates.empty();
       ++points) {
    const E8Point next = any_of(candidates, dice);
    sum = sum + next;
    std::erase_if(candidates, [&](const E8Point& r) { return four_times_inner_product(r, next) != 4; });
  }
  return scaled(values_of(sum), Rational(1, points));
}

Block<Rational> random_multiples(Dice& dice, Index denominator) {
  Block<Rational> x;
  for (Rational& value : x) value = Rational(dice.between(-3 * denominator, 3 * denominator), denominator);
  return x;
}

Block<Rational> random_place(Dice& dice) {
  switch (dice.below(8)) {
    case 0:
      return {};
    case 1:
      return random_multiples(dice, dice.pick<Index>({1, 2}));
    case 2:
      return random_multiples(dice, 4);
    case 3:
      return random_multiples(dice, dice.pick<Index>({7, 10, 16}));
    case 4:
    case 5:
      return random_simplex_centre(dice);
    default:
      return random_face_point(dice, dice.between(1, 4));
  }
}

// A point in the coordinates of E8, before it is scaled by a beta: a place in the cell of 0, perhaps moved
// off by 2^-61, and translated by a point of E8.
Block<Rational> random_point(Dice& dice) {
  Block<Rational> x = random_place(dice);
  if (dice.chance(20)) {
    const Rational bit(1, Code{1} << 61);
    x[dice.below(8)] += dice.chance(50) ? bit : Rational(-bit);
  }
  Block<Code> coordinates;
  for (Code& c : coordinates) c = dice.between(-3, 3);
  const Code factor = dice.chance(10) ? Code{1} << dice.between(1, 28) : dice.below(3);
  const E8Point translation = factor * reference::e8_point(coordinates);
  for (std::size_t i = 0; i < 8; ++i) x[i] += Rational(translation.twice[i], 2);
  return x;
}

Code random_ratio(Dice& dice) {
  return dice.chance(20) ? dice.between(2, 300) : dice.pick<Code>({2, 3, 4, 5, 8, 10, 14, 14, 16, 16});
}

std::vector<Rational> random_betas(Dice& dice) {
  Rational beta = dice.pick<Rational>({1, 1, Rational(1, 4), Rational(1, 16), Rational(347, 1400)});
  std::vector<Rational> betas{beta};
  for (Index k = dice.below(4); k > 0; --k) {
    beta *= dice.pick<Rational>({Rational(5, 4), Rational(3, 2), 2, 3});
    betas.push_back(beta);
  }
  return betas;
}

}  // namespace

BlockProblem random_block_problem(std::uint64_t seed, const BlockLimits& limits) {
  Dice dice(seed);
  BlockProblem problem;
  problem.x = random_point(dice);
  if (!limits.codes) return problem;
  problem.q = random_ratio(dice);
  problem.beta = random_betas(dice);
  Rational unit = any_of(problem.beta, dice);
  if (dice.chance(70)) unit *= problem.q;
  problem.x = scaled(problem.x, unit);
  return problem;
}

std::ostream& operator<<(std::ostream& stream, const BlockProblem& problem) {
  const auto show = [&](const char* name, const auto& numbers) {
    stream << "  " << name << " =";
    for (const auto& number : numbers) stream << ' ' << number;
    stream << '\n';
  };
  stream << '\n';
  show("x", problem.x);
  if (problem.q == 0) return stream;
  stream << "  q = " << problem.q << '\n';
  show("beta", problem.beta);
  return stream;
}

}  // namespace quantcheck::check
