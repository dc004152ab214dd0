#include <quantcheck/proofs_check/diagnose/lattice/wrong_encoders.h>

#include <quantcheck/reference/lattice/e8_nearest.h>

namespace quantcheck::check {

using reference::Block;
using reference::E8Point;
using reference::nearest_in_coset;
using reference::Rational;

namespace {

std::size_t first_one(const Block<Rational>&) { return 0; }

E8Point repaired_in_first(const Block<Rational>& t) {
  return reference::nearest_e8<Rational>(t, Rational(1), first_one);
}

E8Point farther_coset(const Block<Rational>& t) {
  const auto integers = nearest_in_coset<Rational>(t, Rational(1), 0);
  const auto halves = nearest_in_coset<Rational>(t, Rational(1), 1);
  return integers.squared_distance < halves.squared_distance ? halves.point : integers.point;
}

E8Point integers_only(const Block<Rational>& t) {
  return nearest_in_coset<Rational>(t, Rational(1), 0).point;
}

E8Point halves_only(const Block<Rational>& t) { return nearest_in_coset<Rational>(t, Rational(1), 1).point; }

}  // namespace

const std::array<WrongEncoder, 4> wrong_encoders{{
    {"parity-repair", "whose odd sum was repaired in the first coordinate, whatever that costs",
     "move the coordinate that is farthest from its integer; only the decoder may be that cheap",
     repaired_in_first},
    {"farther-coset", "for which the farther of the two cosets of D8 was taken",
     "look at the comparison of the two squared distances: its sign is wrong", farther_coset},
    {"one-coset:integers", "for which only integer points were tried",
     "try the coset D8 + (1/2)^8 too, and take the nearer point", integers_only},
    {"one-coset:halves", "for which only points with half-integer coordinates were tried",
     "try D8 too, and take the nearer point", halves_only},
}};

}  // namespace quantcheck::check
