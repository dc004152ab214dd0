#include <quantcheck/proofs_check/problems/random_levels.h>

#include <algorithm>

#include <quantcheck/reference/known_levels.h>

namespace quantcheck::check {

using reference::Rational;

namespace {

using Levels = std::vector<Rational>;

// Some of the codes, in their order. The code that is left out is any one, until few enough are left.
Levels cut_down(Dice& dice, Levels levels, Index most) {
  while (std::ssize(levels) > most) levels.erase(levels.begin() + dice.below(std::ssize(levels)));
  return levels;
}

Levels any_levels(Dice& dice, Index most) {
  Levels levels;
  const Index count = dice.between(std::min<Index>(2, most), std::min<Index>(most, 9));
  const Rational unit = dice.pick<Rational>({1, 1, Rational(1, 3), reference::exact(0.1), 8});
  levels.reserve(count);
  for (Index k = 0; k < count; ++k) {
    const bool repeats = k > 0 && dice.chance(15);
    const bool near = k > 0 && dice.chance(15);
    const Rational level =
        repeats || near ? levels[dice.below(k)] : unit * Rational(dice.between(-12, 12), 2);
    levels.push_back(near ? Rational(level + unit / 1024) : level);
  }
  return levels;
}

}  // namespace

std::vector<Rational> random_levels(Dice& dice, Code most) {
  const Index limit = most > 0 ? most : 16;
  switch (dice.below(8)) {
    case 0:
    case 1:
    case 2:
      return cut_down(dice, exact_levels(reference::e2m1_levels), limit);
    case 3:
      return cut_down(dice, exact_levels(reference::nf4_levels), limit);
    default:
      break;
  }
  if (dice.chance(10))
    return Levels(dice.between(1, std::min<Index>(limit, 3)), Rational(dice.between(-2, 2)));
  return any_levels(dice, limit);
}

}  // namespace quantcheck::check
